import type { Kysely } from 'kysely'
import type { Sql } from './store.ts'

/** What the store says to the log: a fixed sentence and fields, as pino takes them. */
export interface StoreLog {
  warn(fields: object, sentence: string): void
  error(fields: object, sentence: string): void
}

/** The one connection that writes. Its steps are called one after the other, never at once. */
export interface Writer {
  /**
   * Queries on this connection, each let pass by `insist`, which may throw; only between `begin` and `commit` or
   * `rollback`.
   */
  sql(insist: () => void): Sql
  begin(): Promise<void>
  savepoint(): Promise<void>
  release(): Promise<void>
  /** Undoes what was done since the savepoint, and drops it. */
  rollbackToSavepoint(): Promise<void>
  /** Resolves when everything since `begin` is durable; rejects when it is not, or when nobody can know. */
  commit(): Promise<void>
  /** Never rejects: a transaction that the engine has ended already is as good as rolled back. */
  rollback(): Promise<void>
  /** Whether an error tells of the store (disk full, connection gone) and not of the statement. */
  isFailure(error: unknown): boolean
}

/** The words in which an engine spells the column types of the migrations. */
export interface ColumnWords {
  /** Text that compares by its bytes, so that both engines sort alike. */
  readonly text: string
  /** 64-bit integers. */
  readonly integer: string
  readonly bytes: string
  /** What stands behind a table's closing bracket. */
  readonly tableEnd: string
}

/** An opened engine, owned by this process and not migrated yet. */
export interface Engine {
  readonly name: 'sqlite' | 'postgres'
  /** Where it is, for sentences to the operator. */
  readonly place: string
  readonly words: ColumnWords
  readonly read: Sql
  readonly writer: Writer
  /** The write connection outside of any transaction, for migrations. */
  readonly bare: Kysely<unknown>
  /** What an error of this engine means to an operator, when it means something plain. */
  explain(error: unknown): string | undefined
  readonly lost: Promise<string>
  /** What is left to be done when the tables are up to date. */
  settle(): Promise<void>
  /**
   * Writes the file anew, on the write connection outside of any transaction, when that is short: of what was erased
   * nothing is left then but in the engine's log. False: somebody else was in the way.
   */
  rewrite(): Promise<boolean>
  /** Empties the engine's log, on the write connection outside of any transaction. False: a reader was in the way. */
  purge(): Promise<boolean>
  close(): Promise<void>
}
