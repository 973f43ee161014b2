import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import { expect, test } from 'vitest'
import type { Sql } from '../platform/db/store.ts'
import { changeState } from './store.ts'

test('every change of state was another statement to the store, and drove the others out of its memory', async () => {
  const statements = new Set<string>()
  const sql: Sql = new Kysely({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (database) => new SqliteIntrospector(database),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
    log({ query }) {
      statements.add(query.sql)
    },
  })
  for (const since of [1_795_733_089_595, 1_795_733_092_582, 0]) {
    await changeState(sql, 'one', { state: 'connected', since, updated_at: since })
  }
  expect(statements.size).toBe(1)
})
