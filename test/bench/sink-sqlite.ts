import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { FinalSink, Table } from './seed.ts'

/** Opens a stopped gateway's file for one great transaction. Indexes are made anew at its end, which is faster. */
export function openSqliteSink(file: string, tables: readonly Table[]): FinalSink {
  const database = new DatabaseSync(file)
  database.exec('pragma journal_mode = memory; pragma synchronous = off; pragma cache_size = -1000000')
  const indexes = database
    .prepare(`select name, sql from sqlite_master
      where type = 'index' and sql is not null and tbl_name in (${tables.map(() => '?')})`)
    .all(...tables) as { name: string; sql: string }[]
  const inserts = new Map<string, StatementSync>()
  database.exec('begin')
  for (const { name } of indexes) database.exec(`drop index "${name}"`)
  return {
    async put(table, rows) {
      const [first] = rows
      if (!first) return
      const columns = Object.keys(first)
      const statement =
        inserts.get(table) ?? database.prepare(`insert into ${table} (${columns}) values (${columns.map(() => '?')})`)
      inserts.set(table, statement)
      for (const row of rows) statement.run(...columns.map((column) => Reflect.get(row, column)))
    },
    webhooks: async () =>
      new Map(
        database
          .prepare('select url, id from webhook')
          .all()
          .map(({ url, id }) => [String(url), String(id)]),
      ),
    async finish() {
      for (const { sql } of indexes) database.exec(sql)
      database.exec('commit')
      database.exec('pragma journal_mode = wal')
      database.close()
    },
  }
}
