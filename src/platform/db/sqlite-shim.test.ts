import { DatabaseSync } from 'node:sqlite'
import { CompiledQuery } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { sqliteConnection } from './sqlite-shim.ts'

const database = new DatabaseSync(':memory:')
afterEach(() => database.close())

test('a statement that is kept gives a column that its table was given meanwhile', async () => {
  database.exec("create table pet (name text); insert into pet values ('Rex')")
  const connection = sqliteConnection(database, () => undefined)
  const all = CompiledQuery.raw('select * from pet')
  expect((await connection.run(all)).rows).toEqual([{ name: 'Rex' }])
  database.exec('alter table pet add column age integer default 3')
  expect((await connection.run(all)).rows).toEqual([{ name: 'Rex', age: 3 }])
})
