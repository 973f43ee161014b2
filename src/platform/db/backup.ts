import { existsSync, statSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { belongsToGateway } from '../own-files.ts'
import { FileExists, partOf, publishFile } from '../publish-file.ts'
import { copySqlite } from './copy-sqlite.ts'
import { StoreRefused } from './refused.ts'
import { explainSqlite } from './sqlite-sentence.ts'

export interface Backup {
  databaseUrl?: string | undefined
  dataDir: string
  /** Where the copy goes. */
  file: string
  /** Whether a file of that name is replaced. */
  force: boolean
  /** Aborted when the backup is to end at once, with nothing left of it. */
  signal: AbortSignal
}

/**
 * Copies a SQLite store into `file` while its gateway runs, or without one; how many bytes that is. The copy is written
 * beside under another name (0600), checked, and takes its name when it is on the disk.
 *
 * @throws StoreRefused with one sentence; nothing is left behind then, and a file of that name is as it was
 */
export async function backUp({ databaseUrl, dataDir, file, force, signal }: Backup): Promise<number> {
  if (databaseUrl !== undefined) {
    throw new StoreRefused('This store is in PostgreSQL: back it up with pg_dump, as docs/operations.md shows.')
  }
  const folder = resolve(dataDir)
  const source = join(folder, 'formwire.db')
  insistOnSource(source)
  const target = resolve(file)
  insistOnName(target, folder, force)
  const part = partOf(target)
  const handle = await orRefuse(target, open(part, 'wx+', 0o600))
  try {
    const bytes = await copySqlite(source, part, signal)
    await orRefuse(target, handle.sync())
    await orRefuse(target, publishFile(part, target, force))
    return bytes
  } finally {
    await handle.close()
    await rm(part, { force: true })
    await rm(`${part}-journal`, { force: true })
  }
}

function insistOnSource(source: string): void {
  try {
    statSync(source)
  } catch (cause) {
    const sentence =
      codeOf(cause) === 'EACCES'
        ? `${source} cannot be read: make backups as the user that the gateway runs as.`
        : `There is no store at ${source}: DATA_DIR must name the folder of the gateway.`
    throw new StoreRefused(sentence, { cause })
  }
}

function insistOnName(target: string, dataDir: string, force: boolean): void {
  const folder = dirname(target)
  if (!existsSync(folder)) throw new StoreRefused(`${folder} is not there: make that folder first.`)
  if (belongsToGateway(target, dataDir)) {
    throw new StoreRefused(`${target} belongs to the gateway: give the backup another name.`)
  }
  if (!force && existsSync(target)) throw exists(target)
}

function exists(target: string): StoreRefused {
  return new StoreRefused(`${target} is there already: give another name, or --force to replace it.`)
}

async function orRefuse<Result>(target: string, pending: Promise<Result>): Promise<Result> {
  return pending.catch((cause: unknown) => {
    if (cause instanceof StoreRefused) throw cause
    if (cause instanceof FileExists) throw exists(target)
    throw new StoreRefused(explain(cause, target), { cause })
  })
}

/** What is special about a file that is to be made; all else is said as of any file of the store. */
function explain(error: unknown, target: string): string {
  switch (codeOf(error)) {
    case 'ENOTDIR':
      return `${target} cannot be written: ${dirname(target)} is no folder.`
    case 'EISDIR':
    case 'EEXIST':
    case 'ENOTEMPTY':
      return `${target} is a folder: name the file in it.`
    default:
      return explainSqlite(error, target) ?? `${target} cannot be written (${codeOf(error)}).`
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
}
