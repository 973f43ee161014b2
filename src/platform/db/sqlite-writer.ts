import type { DatabaseSync } from 'node:sqlite'
import type { Checkpointer } from './checkpointer.ts'
import type { Writer } from './engine.ts'
import type { SqliteLog } from './sqlite-log.ts'
import { isSqliteFailure } from './sqlite-sentence.ts'
import type { Sql } from './store.ts'

export interface SqliteWriterDeps {
  write: DatabaseSync
  read: DatabaseSync
  /** Queries on the writing connection, each let pass by both of its `insist`. */
  queries(insist: () => void): (insist: () => void) => Sql
  log: SqliteLog
  checkpointer: Checkpointer
  /** The sentence, once the store is lost. */
  lostBy(): string | undefined
}

/**
 * The connection that writes. Its commits write to the log without waiting for the disk (`synchronous = normal`), which is
 * waited for beside the event loop, before anybody is told. Until then readers see what was there before, as in
 * PostgreSQL: nobody learns of what a power cut could still undo. After a wait that failed they stay there.
 *
 * SQLite ends a transaction by itself on some errors (a full disk is one); what came after it would be committed
 * statement by statement, so statements outside a transaction are refused.
 */
export function sqliteWriter({ write, read, queries, log, checkpointer, lostBy }: SqliteWriterDeps): Writer {
  const insistTransaction = () => {
    if (!write.isTransaction) throw new Error('The transaction has ended')
  }
  const begin = write.prepare('begin immediate')
  const savepoint = write.prepare('savepoint unit')
  const release = write.prepare('release unit')
  const commit = write.prepare('commit')
  const framesOf = framesIn(write, log)
  const readersStay = holdReaders(read)
  return {
    sql: queries(insistTransaction),
    async begin() {
      await checkpointer.room()
      const sentence = lostBy()
      if (sentence !== undefined) throw new Error(sentence)
      begin.run()
    },
    savepoint: async () => void savepoint.run(),
    release: async () => void release.run(),
    rollbackToSavepoint: async () => write.exec('rollback to unit; release unit'),
    async commit() {
      const letGo = readersStay()
      try {
        commit.run()
      } catch (error) {
        letGo()
        throw error
      }
      await log.sync()
      letGo()
      checkpointer.look(framesOf())
    },
    async rollback() {
      if (write.isTransaction) write.exec('rollback')
    },
    isFailure: isSqliteFailure,
  }
}

/**
 * Keeps readers at what is committed now, until what is returned is called. A transaction begins with its first look. SQLite ends one
 * by itself on some errors.
 */
function holdReaders(read: DatabaseSync): () => () => void {
  const begin = read.prepare('begin')
  const look = read.prepare('select 1 from sqlite_schema limit 1')
  const end = read.prepare('commit')
  function letGo(): void {
    if (read.isTransaction) end.run()
  }
  return () => {
    begin.run()
    try {
      look.get()
    } catch (error) {
      letGo()
      throw error
    }
    return letGo
  }
}

/** The first SQLite that tells the length of its log without copying it. */
const TELLS_LENGTH = [3, 51] as const

/** How many frames the log has, at most. Nothing that was kept is told as lost because this could not be found. */
function framesIn(write: DatabaseSync, log: SqliteLog): () => number {
  const { version } = write.prepare('select sqlite_version() as version').get() as { version: string }
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major < TELLS_LENGTH[0] || (major === TELLS_LENGTH[0] && minor < TELLS_LENGTH[1])) return log.mostFrames
  const length = write.prepare('pragma wal_checkpoint(noop)')
  return () => {
    try {
      return (length.get() as { log: number }).log
    } catch {
      return log.mostFrames()
    }
  }
}
