import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely'
import { type Client, Pool } from 'pg'
import type { Clock } from '../../kernel/clock.ts'
import { faultOf } from '../log.ts'
import type { Engine, StoreLog, Writer } from './engine.ts'
import { withoutNul } from './nul.ts'
import { connectionOptions, inspectServer, prepareClient } from './postgres-connect.ts'
import { MigrationDialect } from './postgres-dialect.ts'
import { holdsAdvisoryLock, takeAdvisoryLock } from './postgres-lock.ts'
import { explainPostgres, isPostgresFailure } from './postgres-sentence.ts'
import { StoreRefused } from './refused.ts'
import type { Schema } from './schema.ts'

const MOST_READERS = 10
const STATEMENT_TIMEOUT_MS = 30_000
/** Longer than the server's own limit: when it runs out the server is gone without a word. */
const ANSWER_TIMEOUT_MS = 45_000
const HEARTBEAT_EVERY_MS = 10_000

const BEGIN = `begin; set local statement_timeout = ${STATEMENT_TIMEOUT_MS}; set local lock_timeout = 10000`

/** What `pg` gives back for one statement. */
interface Answer {
  command: string
  rowCount: number | null
  rows: unknown[]
}

type Query = (text: string, values?: readonly unknown[], timeoutMs?: number) => Promise<Answer>

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

interface Loss {
  readonly lost: Promise<string>
  /** The sentence, once it is lost. */
  sentence(): string | undefined
  tell(sentence: string): void
  /** The connection is about to be closed by ourselves. */
  stop(): void
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
  const query = oneAtATime(client, loss, place)
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

/** `pg` wants a statement's answer before the next one is sent; a unit may have sent several. */
function oneAtATime(client: Client, loss: Loss, place: string): Query {
  let last: Promise<unknown> = Promise.resolve()
  async function ask(text: string, values: readonly unknown[], timeoutMs: number): Promise<Answer> {
    const question = { text, values: values.map(withoutNul), ...(timeoutMs > 0 ? { query_timeout: timeoutMs } : {}) }
    try {
      return await client.query(question)
    } catch (error) {
      if (error instanceof Error && error.message === 'Query read timeout') {
        loss.tell(`${place} no longer answers.`)
        void client.end()
      }
      throw error
    }
  }
  return (text, values = [], timeoutMs = 0) => {
    const answer = last.then(() => ask(text, values, timeoutMs))
    last = answer.catch(() => undefined)
    return answer
  }
}

/** The pool with parameters as the writer gives them: a NUL in a look-up finds nothing, and is no error. */
function withoutNuls(readers: Pool): PostgresPool {
  return {
    options: {},
    end: () => readers.end(),
    async connect() {
      const client = await readers.connect()
      const query = (text: string, values: readonly unknown[]): Promise<Answer> =>
        client.query(text, values.map(withoutNul))
      return { query, release: () => client.release() } as PostgresPoolClient
    },
  }
}

/** Kysely's PostgreSQL dialect over the one connection. */
function poolOfOne(query: Query, timeoutMs = 0): PostgresPool {
  const connection = {
    query: (text: string, values: readonly unknown[]) => query(text, values, timeoutMs),
    release: () => undefined,
  }
  return { connect: async () => connection as PostgresPoolClient, end: async () => undefined, options: {} }
}

function writerOn(query: Query, loss: Loss): Writer {
  async function run(text: string): Promise<Answer> {
    return await query(text, [], ANSWER_TIMEOUT_MS)
  }
  return {
    sql: new Kysely<Schema>({ dialect: new PostgresDialect({ pool: poolOfOne(query, ANSWER_TIMEOUT_MS) }) }),
    async begin() {
      const sentence = loss.sentence()
      if (sentence !== undefined) throw new Error(sentence)
      await run(BEGIN)
    },
    async savepoint() {
      await run('savepoint unit')
    },
    async release() {
      await run('release unit')
    },
    async rollbackToSavepoint() {
      await run('rollback to unit; release unit')
    },
    async commit() {
      const { command } = await run('commit')
      // An aborted transaction is "committed" by rolling it back.
      if (command !== 'COMMIT') throw new Error('A statement of the unit had failed, so that nothing was kept')
    },
    async rollback() {
      await run('rollback').catch(() => undefined)
    },
    isFailure: (error) => isPostgresFailure(error, loss.sentence() !== undefined),
  }
}

/** Asks now and then whether the lock is held, so that a silent loss is noticed by a store that nobody writes to. */
function beat(clock: Clock, query: Query, schemaName: string, loss: Loss, place: string): () => void {
  let timer = clock.after(HEARTBEAT_EVERY_MS, () => void look())
  let stopped = false
  async function look(): Promise<void> {
    try {
      const holds = await holdsAdvisoryLock((text, values) => query(text, values, ANSWER_TIMEOUT_MS), schemaName)
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
