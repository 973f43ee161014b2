import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'

/**
 * Queries that see one transaction. In it nothing is awaited but SQL. What runs with every message is built once, with
 * `prepared` (prepared.ts), and run with other values each time.
 */
export type Sql = Kysely<Schema>

/**
 * Rows to which many units of one batch add: counters. What all of them added is written once, just before their commit.
 */
export interface Tally<Row> {
  /** Rows of one key are added together. */
  keyOf(row: Row): string
  add(one: Row, other: Row): Row
  write(sql: Sql, rows: readonly Row[]): Promise<void>
}

/** A unit of work inside a transaction. */
export interface Transaction {
  readonly sql: Sql
  /** Runs `task` after this unit is durable; never when it is rolled back. What it throws is logged, not raised. */
  afterCommit(task: () => void): void
  /**
   * Adds rows to a tally, in this unit's commit; nothing when it is rolled back. Its own queries do not see them yet. When
   * a tally cannot be written, none of the batch is kept.
   */
  tally<Row>(tally: Tally<Row>, rows: readonly Row[]): void
}

/** How a unit of work is written. */
export interface WriteOptions {
  /**
   * Milliseconds that the unit may wait for others to share their commit; 0, which it is without a word, asks for one as
   * soon as the writer is free. Units run in the order of their calls all the same.
   */
  withinMs?: number
}

/** Where everything is kept. One process owns a store. */
export interface Store {
  readonly engine: 'sqlite' | 'postgres'
  /** Reads what is committed, on a connection of its own. */
  readonly read: Sql
  /**
   * Runs `unit` in a transaction and resolves when it is durable. Units that wait while another batch is being
   * committed are committed together (at most 200), each behind a savepoint: one that throws is rolled back alone and
   * its promise rejects with what it threw. A commit that fails rejects every unit of its batch.
   */
  write<Result>(unit: (transaction: Transaction) => Promise<Result>, options?: WriteOptions): Promise<Result>
  /**
   * Lets what was erased go from the files of the store too, as far as they are its own: call it after the commit.
   * Resolves all the same when it could not, which the log says.
   */
  purge(): Promise<void>
  /** Resolves with a sentence when the ownership of the store is lost; the process must then stop. */
  readonly lost: Promise<string>
  /** Finishes what is being written, then closes. */
  close(): Promise<void>
}
