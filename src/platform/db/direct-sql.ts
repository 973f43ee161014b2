import {
  type CompiledQuery,
  DefaultQueryExecutor,
  type Dialect,
  Kysely,
  type QueryExecutor,
  type QueryResult,
} from 'kysely'
import type { Schema } from './schema.ts'
import type { Sql } from './store.ts'

/** Runs one statement on the one connection that there is. */
export type RunQuery = (compiled: CompiledQuery) => Promise<QueryResult<unknown>>

/**
 * Queries that go straight to `run`, each let pass by an `insist` of its own, which may throw. Kysely's way to a
 * connection leads through a pool, a mutex and a driver, eight turns of the microtask queue for each statement; where
 * there is one connection, none of them has anything to do. It is taken for what is rare: streams, and queries with
 * plugins.
 */
export function directQueries(dialect: Dialect, run: RunQuery): (insist: () => void) => Sql {
  const usual = new Kysely<Schema>({ dialect }).getExecutor()
  const props = { config: { dialect }, dialect, driver: dialect.createDriver() }
  return (insist) => new Kysely<Schema>({ ...props, executor: new DirectExecutor(usual, run, insist) })
}

class DirectExecutor extends DefaultQueryExecutor {
  readonly #run: RunQuery
  readonly #insist: () => void

  constructor(usual: QueryExecutor, run: RunQuery, insist: () => void) {
    super(usual, usual.adapter, {
      async provideConnection(consumer, options) {
        insist()
        return await usual.provideConnection(consumer, options)
      },
    })
    this.#run = run
    this.#insist = insist
  }

  override async executeQuery<Row>(compiled: CompiledQuery): Promise<QueryResult<Row>> {
    this.#insist()
    return (await this.#run(compiled)) as QueryResult<Row>
  }
}
