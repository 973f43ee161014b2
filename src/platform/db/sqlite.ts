import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Kysely, SqliteAdapter, SqliteDialect } from 'kysely'
import type { Clock } from '../../kernel/clock.ts'
import { makeFolder } from '../make-folder.ts'
import { directQueries } from './direct-sql.ts'
import type { Engine, Writer } from './engine.ts'
import { StoreRefused } from './refused.ts'
import { takeLock, touchPrivately, watchFiles } from './sqlite-lock.ts'
import { guidePlanner } from './sqlite-planner.ts'
import { explainSqlite, isSqliteFailure } from './sqlite-sentence.ts'
import { sqliteConnection } from './sqlite-shim.ts'
import type { Sql } from './store.ts'

const BUSY_TIMEOUT_MS = 5_000
const SQLITE_BUSY = 5

/**
 * Opens `<dataDir>/formwire.db`, and makes folder (0700) and file (0600) where they are missing.
 *
 * @throws StoreRefused with a sentence: folder or file unusable, in use by another process, damaged.
 */
export function openSqlite(dataDir: string, clock: Clock): Engine {
  const folder = resolve(dataDir)
  const file = join(folder, 'formwire.db')
  const lockFile = join(folder, 'formwire.lock')
  const undo: (() => void)[] = []
  let place = folder
  try {
    makeFolder(folder)
    place = lockFile
    undo.push(takeLock(lockFile, folder, clock.now()))
    place = file
    touchPrivately(file)
    const write = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS })
    undo.push(() => write.close())
    prepareForWriting(write)
    const read = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS, readOnly: true })
    undo.push(() => read.close())
    sortInMemory(read)
    return assemble(file, write, read, clock, [file, lockFile], undo)
  } catch (error) {
    closeAll(undo)
    if (error instanceof StoreRefused) throw error
    const sentence = explainSqlite(error, place) ?? `${place} could not be opened.`
    throw new StoreRefused(sentence, { cause: error })
  }
}

function assemble(
  place: string,
  write: DatabaseSync,
  read: DatabaseSync,
  clock: Clock,
  files: readonly string[],
  undo: (() => void)[],
): Engine {
  const { promise: lost, resolve: tellLost } = Promise.withResolvers<string>()
  let lostBy: string | undefined
  undo.push(
    watchFiles(clock, files, (sentence) => {
      lostBy = sentence
      tellLost(sentence)
    }),
  )
  return {
    name: 'sqlite',
    place,
    words: { text: 'text', integer: 'integer', bytes: 'blob', tableEnd: 'strict' },
    read: queriesOn(read, () => undefined)(() => undefined),
    writer: writerOn(write, () => lostBy),
    bare: new Kysely({ dialect: new Dialect({ database: sqliteConnection(write, () => undefined).database }) }),
    explain: (error) => explainSqlite(error, place),
    lost,
    // Before anything is read: the reading connection learns the figures with the tables.
    settle: async () => guidePlanner(write),
    rewrite: async () => rewrite(write),
    purge: async () => purge(write),
    async close() {
      closeAll(undo)
    },
  }
}

/**
 * Of pages in memory, at most. SQLite's own 2,000 KiB are fewer than one answer after another touches, and a page that is
 * not there costs ten times as much as one that is.
 */
const CACHED_KIB = 16_384

/** The order matters: `secure_delete` must hold before the first page is freed. */
function prepareForWriting(database: DatabaseSync): void {
  database.exec('pragma secure_delete = on')
  database.exec('pragma journal_mode = wal')
  database.exec('pragma synchronous = full')
  database.exec('pragma foreign_keys = on')
  database.exec('pragma journal_size_limit = 67108864')
  database.exec(`pragma cache_size = -${CACHED_KIB}`)
  sortInMemory(database)
}

/**
 * Otherwise each sort makes a file, and so does a savepoint behind which many pages change: ten times as slow for the few
 * rows of a look-up. What is sorted is never much: lists walk their indexes.
 */
function sortInMemory(database: DatabaseSync): void {
  database.exec('pragma temp_store = memory')
}

/** A file of this size is written anew in less than a second, in which nothing else happens. */
const LARGEST_REWRITTEN = 67_108_864

/**
 * `secure_delete` zeroes what is deleted, but not what a page leaves behind when it is split: of a thousand erased rows a
 * few can still be read in gaps between others. Only a file that is written anew is free of them, so a small one is.
 */
function rewrite(database: DatabaseSync): boolean {
  if (sizeOf(database) > LARGEST_REWRITTEN) return true
  return withoutWaiting(database, () => {
    database.exec('vacuum')
    return true
  })
}

/** Empties the write-ahead log, which holds pages as they were. */
function purge(database: DatabaseSync): boolean {
  return withoutWaiting(database, () => {
    const done = database.prepare('pragma wal_checkpoint(truncate)').get() as { busy: number }
    return done.busy === 0
  })
}

/** A reader that is in the way must not hold the event loop: false. */
function withoutWaiting(database: DatabaseSync, step: () => boolean): boolean {
  database.exec('pragma busy_timeout = 0')
  try {
    return step()
  } catch (error) {
    if (isBusy(error)) return false
    throw error
  } finally {
    database.exec(`pragma busy_timeout = ${BUSY_TIMEOUT_MS}`)
  }
}

function sizeOf(database: DatabaseSync): number {
  const { size } = database
    .prepare('select page_count * page_size as size from pragma_page_count, pragma_page_size')
    .get() as { size: number }
  return size
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && Number(error.errcode) % 256 === SQLITE_BUSY
}

class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/** Kysely holds SQLite unable to change tables in a transaction; it is not, so a migration happens whole or not. */
class Dialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalDdlAdapter()
  }
}

function queriesOn(database: DatabaseSync, insist: () => void): (insist: () => void) => Sql {
  const connection = sqliteConnection(database, insist)
  return directQueries(new Dialect({ database: connection.database }), connection.run)
}

/**
 * SQLite ends a transaction by itself on some errors (a full disk is one); what came after it would be committed
 * statement by statement, so statements outside a transaction are refused.
 */
function writerOn(database: DatabaseSync, lostBy: () => string | undefined): Writer {
  const insistTransaction = () => {
    if (!database.isTransaction) throw new Error('The transaction has ended')
  }
  const begin = database.prepare('begin immediate')
  const savepoint = database.prepare('savepoint unit')
  const release = database.prepare('release unit')
  const commit = database.prepare('commit')
  return {
    sql: queriesOn(database, insistTransaction),
    async begin() {
      const sentence = lostBy()
      if (sentence !== undefined) throw new Error(sentence)
      begin.run()
    },
    savepoint: async () => void savepoint.run(),
    release: async () => void release.run(),
    rollbackToSavepoint: async () => database.exec('rollback to unit; release unit'),
    commit: async () => void commit.run(),
    async rollback() {
      if (database.isTransaction) database.exec('rollback')
    },
    isFailure: isSqliteFailure,
  }
}

function closeAll(undo: (() => void)[]): void {
  for (const step of undo.splice(0).reverse()) step()
}
