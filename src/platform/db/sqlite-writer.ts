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
 * PostgreSQL: nobody learns of what a power cut could still undo.
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
  const logLength = write.prepare('pragma wal_checkpoint(noop)')
  const readersStay = holdReaders(read)
  return {
    sql: queries(insistTransaction),
    async begin() {
      const sentence = lostBy()
      if (sentence !== undefined) throw new Error(sentence)
      await checkpointer.room()
      begin.run()
    },
    savepoint: async () => void savepoint.run(),
    release: async () => void release.run(),
    rollbackToSavepoint: async () => write.exec('rollback to unit; release unit'),
    async commit() {
      const letGo = readersStay()
      try {
        commit.run()
        await log.sync()
      } finally {
        letGo()
      }
      const { log: frames } = logLength.get() as { log: number }
      checkpointer.look(frames)
    },
    async rollback() {
      if (write.isTransaction) write.exec('rollback')
    },
    isFailure: isSqliteFailure,
  }
}

/** Keeps readers at what is committed now, until what is returned is called. A transaction begins with its first look. */
function holdReaders(read: DatabaseSync): () => () => void {
  const begin = read.prepare('begin')
  const look = read.prepare('select 1 from sqlite_schema limit 1')
  const end = read.prepare('commit')
  return () => {
    begin.run()
    look.get()
    return () => void end.run()
  }
}
