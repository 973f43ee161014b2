import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, escapeIdentifier } from 'pg'
import type { FinalSink, Table } from './seed.ts'
import { openPostgresSink } from './sink-postgres.ts'
import { openSqliteSink } from './sink-sqlite.ts'

/** Where a store of the bench lives: a folder or a schema of its own. */
export interface Place {
  /** What tells a gateway to use it. */
  readonly environment: Record<string, string>
  /** Where rows of these tables are put while the gateway is stopped. */
  openSink(tables: readonly Table[]): Promise<FinalSink>
  remove(): Promise<void>
}

/** `server`: the PostgreSQL to make a schema in; without one it is SQLite. */
export async function makePlace(server: string | undefined): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'formwire-bench-'))
  const removeFolder = () => rmSync(folder, { recursive: true, force: true })
  if (server === undefined) {
    return {
      environment: { DATA_DIR: folder },
      openSink: async (tables) => openSqliteSink(join(folder, 'formwire.db'), tables),
      remove: async () => removeFolder(),
    }
  }
  const schema = `formwire_bench_${randomBytes(6).toString('hex')}`
  await run(server, `create schema ${escapeIdentifier(schema)}`)
  const url = new URL(server)
  url.searchParams.set('options', `-csearch_path=${schema}`)
  return {
    environment: { DATA_DIR: folder, DATABASE_URL: url.href },
    openSink: (tables) => openPostgresSink(url.href, tables),
    async remove() {
      removeFolder()
      await run(server, `drop schema ${escapeIdentifier(schema)} cascade`)
    },
  }
}

async function run(server: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: server })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}
