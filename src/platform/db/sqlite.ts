import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Kysely, SqliteAdapter, SqliteDialect } from 'kysely'
import type { Clock } from '../../kernel/clock.ts'
import { makeFolder } from '../make-folder.ts'
import { createCheckpointer } from './checkpointer.ts'
import { directQueries } from './direct-sql.ts'
import type { Engine } from './engine.ts'
import { StoreRefused } from './refused.ts'
import { takeLock, touchPrivately, watchFiles } from './sqlite-lock.ts'
import { openSqliteLog, type WaitForDisk, waitForDisk } from './sqlite-log.ts'
import { guidePlanner } from './sqlite-planner.ts'
import { explainSqlite } from './sqlite-sentence.ts'
import { sqliteConnection } from './sqlite-shim.ts'
import { sqliteWriter } from './sqlite-writer.ts'
import type { Sql } from './store.ts'

const BUSY_TIMEOUT_MS = 5_000
const SQLITE_BUSY = 5

/**
 * Opens `<dataDir>/formwire.db`, and makes folder (0700) and file (0600) where they are missing.
 *
 * @throws StoreRefused with a sentence: folder or file unusable, in use by another process, damaged.
 */
export function openSqlite(dataDir: string, clock: Clock, wait: WaitForDisk = waitForDisk): Engine {
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
    return assemble({ place, write, read, clock, wait, files: [file, lockFile], undo })
  } catch (error) {
    closeAll(undo)
    if (error instanceof StoreRefused) throw error
    const sentence = explainSqlite(error, place) ?? `${place} could not be opened.`
    throw new StoreRefused(sentence, { cause: error })
  }
}

interface Opened {
  place: string
  write: DatabaseSync
  read: DatabaseSync
  clock: Clock
  wait: WaitForDisk
  files: readonly string[]
  undo: (() => void)[]
}

function assemble({ place, write, read, clock, wait, files, undo }: Opened): Engine {
  const { promise: lost, resolve: tellLost } = Promise.withResolvers<string>()
  let lostBy: string | undefined
  function lose(sentence: string): void {
    lostBy ??= sentence
    tellLost(sentence)
  }
  undo.push(watchFiles(clock, files, lose))
  const diskFailed = () => lose(`The disk did not keep what was written to ${place}.`)
  const log = openSqliteLog(place, wait, diskFailed)
  undo.push(log.close)
  const checkpointer = createCheckpointer({ file: place, copyHere: () => void copyLog(write, 'passive'), diskFailed })
  return {
    name: 'sqlite',
    place,
    words: { text: 'text', integer: 'integer', bytes: 'blob', tableEnd: 'strict' },
    read: queriesOn(read, () => undefined)(() => undefined),
    writer: sqliteWriter({
      write,
      read,
      queries: (insist) => queriesOn(write, insist),
      log,
      checkpointer,
      lostBy: () => lostBy,
    }),
    bare: new Kysely({ dialect: new Dialect({ database: sqliteConnection(write, () => undefined).database }) }),
    explain: (error) => explainSqlite(error, place),
    lost,
    // Before anything is read: the reading connection learns the figures with the tables.
    async settle() {
      guidePlanner(write)
      await log.sync()
    },
    async rewrite() {
      await checkpointer.rest()
      return lostBy !== undefined || rewrite(write)
    },
    async purge() {
      await checkpointer.rest()
      return lostBy !== undefined || purge(write)
    },
    async close() {
      await checkpointer.close()
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
  database.exec('pragma synchronous = normal')
  database.exec('pragma wal_autocheckpoint = 0')
  database.exec('pragma foreign_keys = on')
  database.exec('pragma journal_size_limit = 67108864')
  database.exec(`pragma cache_size = -${CACHED_KIB}`)
  sortInMemory(database)
  // The log is there from the first look on.
  database.prepare('select 1 from sqlite_schema').get()
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
  return withoutWaiting(database, () => copyLog(database, 'truncate'))
}

/** False: somebody was in the way. */
function copyLog(database: DatabaseSync, mode: 'passive' | 'truncate'): boolean {
  const done = database.prepare(`pragma wal_checkpoint(${mode})`).get() as { busy: number }
  return done.busy === 0
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

function closeAll(undo: (() => void)[]): void {
  for (const step of undo.splice(0).reverse()) step()
}
