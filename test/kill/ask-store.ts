import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Client } from 'pg'
import type { StorePlace } from '../../src/platform/db/test-store.suite.ts'

/** The number that a query gives as `count`, asked beside the gateway. */
export async function askStore({ engine, options }: StorePlace, query: string): Promise<number> {
  const row =
    engine === 'sqlite' ? onSqlite(options.dataDir, query) : await onPostgres(options.databaseUrl ?? '', query)
  return Number(row?.['count'])
}

function onSqlite(dataDir: string, query: string): Record<string, unknown> | undefined {
  const database = new DatabaseSync(join(dataDir, 'formwire.db'), { readOnly: true })
  try {
    return database.prepare(query).get()
  } finally {
    database.close()
  }
}

async function onPostgres(connectionString: string, query: string): Promise<Record<string, unknown> | undefined> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    return (await client.query(query)).rows[0]
  } finally {
    await client.end()
  }
}
