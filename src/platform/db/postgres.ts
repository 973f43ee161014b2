import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely'
import { type Client, Pool } from 'pg'
import type { Clock } from '../../kernel/clock.ts'
import { faultOf } from '../log.ts'
import type { Engine, StoreLog } from './engine.ts'
import { withoutNul } from './nul.ts'
import { connectionOptions, inspectServer, prepareClient } from './postgres-connect.ts'
import { MigrationDialect } from './postgres-dialect.ts'
import { holdsAdvisoryLock, takeAdvisoryLock } from './postgres-lock.ts'
import { explainPostgres } from './postgres-sentence.ts'
import {
  ANSWER_TIMEOUT_MS,
  type Answer,
  asking,
  type Loss,
  poolOfOne,
  type Query,
  STATEMENT_TIMEOUT_MS,
  writerOn,
} from './postgres-writer.ts'
import { StoreRefused } from './refused.ts'
import type { Schema } from './schema.ts'
import { createStatementNames } from './statement-names.ts'

const MOST_READERS = 10
const HEARTBEAT_EVERY_MS = 10_000

/**
 * Opens a PostgreSQL store: one connection that writes and owns it, a pool that reads. The tables stand in the schema
 * that `search_path` names first.
 *
 * @throws StoreRefused with a sentence: not to be reached, refused, too old, in use by another process.
 */
export async function openPostgres(databaseUrl: string, clock: Clock, log: StoreLog): Promise<Engine> {
  const { client, place } = prepareClient(databaseUrl)
  const loss = watchLoss(client, place)
  try {
    await client.connect()
    const schemaName = await inspectServer(client, place)
    await takeAdvisoryLock(client, schemaName, place, clock)
    await client.query(`select set_config('synchronous_commit', 'on', false)
      where current_setting('synchronous_commit') = 'off'`)
    return assemble(databaseUrl, client, place, schemaName, loss, clock, log)
  } catch (error) {
    loss.stop()
    await client.end().catch(() => undefined)
    if (error instanceof StoreRefused) throw error
    throw new StoreRefused(explainPostgres(error, place) ?? `${place} could not be opened.`, { cause: error })
  }
}

/** The lock lives in the connection: with the one the other is lost, and never taken again by itself. */
function watchLoss(client: Client, place: string): Loss {
  const { promise: lost, resolve } = Promise.withResolvers<string>()
  let told: string | undefined
  let stopped = false
  function tell(sentence: string): void {
    if (stopped || told !== undefined) return
    told = sentence
    resolve(sentence)
  }
  client.on('error', () => tell(`${place} ended the connection that owns the store.`))
  client.on('end', () => tell(`${place} ended the connection that owns the store.`))
  return {
    lost,
    sentence: () => told,
    tell,
    stop() {
      stopped = true
    },
  }
}

function assemble(
  databaseUrl: string,
  client: Client,
  place: string,
  schemaName: string,
  loss: Loss,
  clock: Clock,
  log: StoreLog,
): Engine {
  const query = asking(client, loss, place)
  const writer = writerOn(query, loss)
  const readers = new Pool({
    ...connectionOptions(databaseUrl),
    max: MOST_READERS,
    idleTimeoutMillis: 30_000,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
  })
  readers.on('error', (error) => log.warn({ fault: faultOf(error) }, 'an idle connection of the store ended'))
  const read = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: withoutNuls(readers) }) })
  const stopHeartbeat = beat(clock, query, schemaName, loss, place)
  return {
    name: 'postgres',
    place,
    words: { text: 'text collate "C"', integer: 'bigint', bytes: 'bytea', tableEnd: '' },
    read,
    writer,
    bare: new Kysely<unknown>({ dialect: new MigrationDialect({ pool: poolOfOne(query) }) }),
    explain: (error) => explainPostgres(error, place),
    lost: loss.lost,
    settle: async () => undefined,
    // Dead versions of rows and the write-ahead log are the server's, and its operator's.
    rewrite: async () => true,
    purge: async () => true,
    async close() {
      stopHeartbeat()
      loss.stop()
      await readers.end()
      await client.end().catch(() => undefined)
    },
  }
}

/** The pool with parameters as the writer gives them: a NUL in a look-up finds nothing, and is no error. */
function withoutNuls(readers: Pool): PostgresPool {
  const nameOf = createStatementNames()
  return {
    options: {},
    end: () => readers.end(),
    async connect() {
      const client = await readers.connect()
      const query = (text: string, values: readonly unknown[]): Promise<Answer> =>
        client.query({ text, name: nameOf(text), values: values.map(withoutNul) })
      return { query, release: () => client.release() } as PostgresPoolClient
    },
  }
}

/** Asks now and then whether the lock is held, so that a silent loss is noticed by a store that nobody writes to. */
function beat(clock: Clock, query: Query, schemaName: string, loss: Loss, place: string): () => void {
  let timer = clock.after(HEARTBEAT_EVERY_MS, () => void look())
  let stopped = false
  async function look(): Promise<void> {
    try {
      const holds = await holdsAdvisoryLock(
        (text, values) => query({ text, values, timeoutMs: ANSWER_TIMEOUT_MS }),
        schemaName,
      )
      if (!holds) loss.tell(`${place} gave our lock on the store away.`)
    } catch {
      // A failed unit's transaction refuses all questions until it ends; a lost connection tells by itself.
    }
    if (!stopped && loss.sentence() === undefined) timer = clock.after(HEARTBEAT_EVERY_MS, () => void look())
  }
  return () => {
    stopped = true
    timer.cancel()
  }
}
