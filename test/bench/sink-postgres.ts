import { Client, escapeIdentifier } from 'pg'
import type { FinalSink, Table } from './seed.ts'

const INDEXES = `select indexname as name, indexdef as sql from pg_indexes
  where schemaname = current_schema() and tablename = any($1)
  and indexname not in (select conname from pg_constraint)`

/** Connects to a stopped gateway's schema for one great transaction, and leaves it as autovacuum would. */
export async function openPostgresSink(databaseUrl: string, tables: readonly Table[]): Promise<FinalSink> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query(`set maintenance_work_mem = '512MB'`)
  const { rows: indexes } = await client.query<{ name: string; sql: string }>(INDEXES, [tables])
  await client.query('begin')
  for (const { name } of indexes) await client.query(`drop index ${escapeIdentifier(name)}`)
  return {
    async put(table, rows) {
      const [first] = rows
      if (!first) return
      const columns = Object.keys(first).join(', ')
      const text = `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1)`
      await client.query(text, [JSON.stringify(rows)])
    },
    async webhooks() {
      const { rows } = await client.query<{ url: string; id: string }>('select url, id from webhook')
      return new Map(rows.map(({ url, id }) => [url, id]))
    },
    async finish() {
      for (const { sql } of indexes) await client.query(sql)
      await client.query('commit')
      await client.query(`vacuum (analyze) ${tables.join(', ')}`)
      await client.end()
    },
  }
}
