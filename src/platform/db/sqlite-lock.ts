import { closeSync, openSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { DatabaseSync } from 'node:sqlite'
import type { Clock } from '../../kernel/clock.ts'
import { StoreInUse } from './refused.ts'

const SQLITE_BUSY = 5

/** How long a start waits for a process that is just ending. */
const PATIENCE_MS = 500

const WATCH_EVERY_MS = 5_000

/** Makes a file that only its owner may read, unless it is there. */
export function touchPrivately(file: string): void {
  closeSync(openSync(file, 'a', 0o600))
}

/**
 * Takes the ownership of a data folder: the write lock of a small SQLite file, `formwire.lock`, held as long as the
 * process lives. The kernel drops it with the process, however that dies, so that it is never stale; it counts across
 * containers, where a pid says nothing. The file names the holder, for the sentence that a second process shows, and
 * stays when the lock is given back: a removed file could be locked by one process and made anew by another.
 *
 * @returns what gives the lock back.
 * @throws StoreInUse when another process holds it.
 */
export function takeLock(file: string, folder: string, nowMs: number): () => void {
  touchPrivately(file)
  const database = new DatabaseSync(file, { timeout: PATIENCE_MS })
  try {
    database.exec('begin immediate')
    database.exec('create table if not exists owner (pid integer, host text, since integer) strict; delete from owner')
    database.prepare('insert into owner values (?, ?, ?)').run(process.pid, hostname(), nowMs)
    database.exec('commit')
    database.exec('begin immediate')
  } catch (error) {
    const sentence = isBusy(error) ? `The data folder ${folder} is in use by ${nameHolder(database)}.` : undefined
    database.close()
    if (sentence !== undefined) throw new StoreInUse(sentence)
    throw error
  }
  return () => database.close()
}

/** Watches that the files behind `paths` stay the ones that were opened; tells once when they do not. */
export function watchFiles(clock: Clock, paths: readonly string[], tellLost: (sentence: string) => void): () => void {
  const known = paths.map((path) => ({ path, mark: markOf(path) }))
  let timer = clock.after(WATCH_EVERY_MS, look)
  function look(): void {
    const gone = known.find(({ path, mark }) => markOf(path) !== mark)
    if (gone) tellLost(`${gone.path} was removed or replaced while it was in use.`)
    else timer = clock.after(WATCH_EVERY_MS, look)
  }
  return () => timer.cancel()
}

/** Which file a path leads to: a replaced one has another mark. */
function markOf(path: string): string | undefined {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false })
  return stat && `${stat.dev}:${stat.ino}`
}

/** The lock that its holder keeps lets others read. */
function nameHolder(database: DatabaseSync): string {
  try {
    const owner = database.prepare('select pid, host, since from owner').get()
    if (typeof owner?.['since'] !== 'number') return 'another Formwire'
    const since = new Date(owner['since']).toISOString()
    return `another Formwire (process ${owner['pid']} on ${owner['host']}, since ${since})`
  } catch {
    return 'another Formwire'
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === SQLITE_BUSY
}
