import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Client } from 'pg'
import type { StorePlace } from '../../src/platform/db/test-store.suite.ts'

/** An answer that belongs to no form. */
export interface UnmatchedAnswer {
  reason: string | null
  quoted: boolean
}

const QUERY = `select reason, quoted_message_id is not null as quoted from answer where form_id is null`

/** Every answer of a store that belongs to no form, read beside the gateway that owns it. */
export async function unmatchedAnswers({ engine, options }: StorePlace): Promise<UnmatchedAnswer[]> {
  const rows = engine === 'sqlite' ? onSqlite(options.dataDir) : await onPostgres(options.databaseUrl ?? '')
  return rows.map(({ reason, quoted }) => ({ reason: reason as string | null, quoted: Boolean(quoted) }))
}

function onSqlite(dataDir: string): Record<string, unknown>[] {
  const database = new DatabaseSync(join(dataDir, 'formwire.db'), { readOnly: true })
  try {
    return database.prepare(QUERY).all()
  } finally {
    database.close()
  }
}

async function onPostgres(connectionString: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    return (await client.query(QUERY)).rows
  } finally {
    await client.end()
  }
}
