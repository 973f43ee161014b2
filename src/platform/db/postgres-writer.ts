import { PostgresDialect, type PostgresPool, type PostgresPoolClient, type QueryResult } from 'kysely'
import type { Client } from 'pg'
import { directQueries } from './direct-sql.ts'
import type { Writer } from './engine.ts'
import { withoutNul } from './nul.ts'
import { isPostgresFailure } from './postgres-sentence.ts'
import { createStatementNames } from './statement-names.ts'

export const STATEMENT_TIMEOUT_MS = 30_000
/** Longer than the server's own limit: when it runs out the server is gone without a word. */
export const ANSWER_TIMEOUT_MS = 45_000

const BEGIN = `begin; set local statement_timeout = ${STATEMENT_TIMEOUT_MS}; set local lock_timeout = 10000`

const CHANGES = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])

/** What `pg` gives back for one statement. */
export interface Answer {
  command: string
  rowCount: number | null
  rows: unknown[]
}

interface Question {
  text: string
  values?: readonly unknown[]
  /** Under which the server keeps it prepared. */
  name?: string | undefined
  timeoutMs?: number
}

export type Query = (question: Question) => Promise<Answer>

export interface Loss {
  readonly lost: Promise<string>
  /** The sentence, once it is lost. */
  sentence(): string | undefined
  tell(sentence: string): void
  /** The connection is about to be closed by ourselves. */
  stop(): void
}

/** Statements leave as they come (the connection is a pipeline), and are answered in that order. */
export function asking(client: Client, loss: Loss, place: string): Query {
  return async ({ text, values = [], name, timeoutMs = 0 }) => {
    const question = {
      text,
      name,
      values: values.map(withoutNul),
      ...(timeoutMs > 0 ? { query_timeout: timeoutMs } : {}),
    }
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
}

/** Kysely's PostgreSQL dialect over the one connection. */
export function poolOfOne(query: Query, timeoutMs = 0): PostgresPool {
  const connection = {
    query: (text: string, values: readonly unknown[]) => query({ text, values, timeoutMs }),
    release: () => undefined,
  }
  return { connect: async () => connection as PostgresPoolClient, end: async () => undefined, options: {} }
}

/**
 * What is certain to succeed is sent and not waited for: the next statement leaves with it, in the same packet. A batch
 * of n units with s statements each waits n × s + 2 times for the server.
 */
export function writerOn(query: Query, loss: Loss): Writer {
  const nameOf = createStatementNames()
  const dialect = new PostgresDialect({ pool: poolOfOne(query, ANSWER_TIMEOUT_MS) })
  /** Of the unit at work: answers that are outstanding, and whether a statement failed, so that nothing can go on. */
  let outstanding = 0
  let hasFailed = false
  let isReleaseOwed = false

  const run = (text: string): Promise<Answer> => query({ text, timeoutMs: ANSWER_TIMEOUT_MS })

  async function ask(text: string, values: readonly unknown[]): Promise<QueryResult<unknown>> {
    outstanding += 1
    try {
      const { command, rowCount, rows } = await query({
        text,
        values,
        name: nameOf(text),
        timeoutMs: ANSWER_TIMEOUT_MS,
      })
      return CHANGES.has(command) ? { rows, numAffectedRows: BigInt(rowCount ?? 0) } : { rows: rows ?? [] }
    } catch (error) {
      hasFailed = true
      throw error
    } finally {
      outstanding -= 1
    }
  }

  return {
    sql: directQueries(dialect, ({ sql, parameters }) => ask(sql, parameters)),
    async begin() {
      const sentence = loss.sentence()
      if (sentence !== undefined) throw new Error(sentence)
      hasFailed = false
      isReleaseOwed = false
      await run(BEGIN)
    },
    async savepoint() {
      // When it fails all the same, so does what follows it, and the commit.
      run(isReleaseOwed ? 'release unit; savepoint unit' : 'savepoint unit').catch(() => undefined)
      hasFailed = false
      isReleaseOwed = false
    },
    async release() {
      if (hasFailed || outstanding > 0) await run('release unit')
      else isReleaseOwed = true
    },
    async rollbackToSavepoint() {
      await run('rollback to unit; release unit')
      hasFailed = false
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
