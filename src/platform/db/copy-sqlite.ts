import { fork } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StoreRefused } from './refused.ts'
import { explainSqlite } from './sqlite-sentence.ts'

type Outcome = { type: 'copied'; bytes: number } | { type: 'refused'; sentence: string }

const BUSY_TIMEOUT_MS = 5_000
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Writes a SQLite store as it is at one moment into the empty file `target`, and checks the copy; how many bytes it has.
 * Whoever owns the store goes on writing. `target` holds no free pages and no gaps, so nothing of what was erased.
 *
 * It runs in a process of its own: SQLite copies in one call, which only the end of its process cuts short.
 *
 * @throws StoreRefused with one sentence, when `signal` is aborted too
 */
export async function copySqlite(source: string, target: string, signal: AbortSignal): Promise<number> {
  const child = fork(import.meta.filename, [source, target], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const cut = () => child.kill('SIGKILL')
  signal.addEventListener('abort', cut)
  if (signal.aborted) cut()
  let outcome: Outcome | undefined
  child.on('message', (message: Outcome) => {
    outcome = message
  })
  await once(child, 'exit')
  signal.removeEventListener('abort', cut)
  if (signal.aborted) throw new StoreRefused('The backup was cut short; nothing of it is left.')
  if (outcome?.type === 'copied') return outcome.bytes
  throw new StoreRefused(outcome?.sentence ?? `${source} could not be copied: the process that did it ended.`)
}

function copy(source: string, target: string): Outcome {
  try {
    copyInto(source, target)
    checkCopy(source, target)
    return { type: 'copied', bytes: statSync(target).size }
  } catch (error) {
    const sentence = error instanceof StoreRefused ? error.message : explainSqlite(error, source)
    return { type: 'refused', sentence: sentence ?? `${source} could not be copied.` }
  }
}

function copyInto(source: string, target: string): void {
  const database = openReadOnly(source)
  try {
    insistOnStore(database, source)
    insistOnRoom(database, target)
    writeCopy(database, target)
  } finally {
    database.close()
  }
}

function openReadOnly(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MS })
  try {
    // The file is only looked at when something is read.
    database.prepare('select 1 from sqlite_schema').get()
    return database
  } catch (cause) {
    database.close()
    const isNoAccess = cause instanceof Error && 'errcode' in cause && [8, 14].includes(Number(cause.errcode) & 0xff)
    if (!isNoAccess) throw cause
    throw new StoreRefused(`${file} cannot be read: make backups as the user that the gateway runs as.`, { cause })
  }
}

function insistOnStore(database: DatabaseSync, file: string): void {
  const isStore = database.prepare(`select 1 from sqlite_schema where name = 'setting'`).get() !== undefined
  const canary = isStore && database.prepare(`select 1 from setting where key = 'canary'`).get()
  if (!canary) throw new StoreRefused(`${file} is no store of Formwire, or no gateway was ever ready on it.`)
}

/** Usually the copy lies on the disk that the gateway writes to: it must not find that full. */
function insistOnRoom(database: DatabaseSync, target: string): void {
  const { needed } = database
    .prepare(
      `select (page_count - freelist_count) * page_size as needed
       from pragma_page_count, pragma_freelist_count, pragma_page_size`,
    )
    .get() as { needed: number }
  const folder = dirname(target)
  const { bavail, bsize } = statfsSync(folder)
  if (bavail * bsize >= needed) return
  throw new StoreRefused(
    `${folder} has no room for the backup: ${inMiB(needed)} may be needed and ${inMiB(bavail * bsize)} are free.`,
  )
}

function writeCopy(database: DatabaseSync, target: string): void {
  try {
    database.prepare('vacuum into ?').run(target)
  } catch (error) {
    const folder = dirname(target)
    switch (error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0) {
      case 13:
        throw new StoreRefused(`The disk of ${folder} became full while the backup was written.`, { cause: error })
      case 10:
        throw new StoreRefused(`The backup could not be written to ${folder}: a disk reports an error.`, {
          cause: error,
        })
      default:
        throw error
    }
  }
}

function checkCopy(source: string, target: string): void {
  const database = openReadOnly(target)
  try {
    const verdict = database.prepare('pragma integrity_check(1)').get()?.['integrity_check']
    if (verdict !== 'ok') throw new StoreRefused(`The copy of ${source} is damaged, and so the store may be.`)
    insistOnStore(database, source)
  } finally {
    database.close()
  }
}

/** Sizes as people read them. */
export function inMiB(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(1)} MiB`
}

if (import.meta.main) {
  const [, , source = '', target = ''] = process.argv
  // Whoever started us decides when this ends.
  for (const signal of STOP_SIGNALS) process.on(signal, () => {})
  process.send?.(copy(source, target), (error: Error | null) => {
    if (error) rmSync(target, { force: true })
    process.disconnect()
  })
}
