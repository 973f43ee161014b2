import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Client } from 'pg'
import type { StorePlace } from '../../src/platform/db/test-store.suite.ts'

const QUERY = 'select count(*) as count from answer where form_id is null'

/** How many answers belong to no form, counted beside the gateway: it shall not be busy with being asked. */
export async function countUnmatched({ engine, options }: StorePlace): Promise<number> {
  const row = engine === 'sqlite' ? onSqlite(options.dataDir) : await onPostgres(options.databaseUrl ?? '')
  return Number(row?.['count'])
}

function onSqlite(dataDir: string): Record<string, unknown> | undefined {
  const database = new DatabaseSync(join(dataDir, 'formwire.db'), { readOnly: true })
  try {
    return database.prepare(QUERY).get()
  } finally {
    database.close()
  }
}

async function onPostgres(connectionString: string): Promise<Record<string, unknown> | undefined> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    return (await client.query(QUERY)).rows[0]
  } finally {
    await client.end()
  }
}
