import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { link, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/** A file of that name is there, and was not to be replaced. */
export class FileExists extends Error {
  override readonly name = 'FileExists'
}

/** A name beside a file, for what is written before it takes that name. */
export function partOf(target: string): string {
  return `${target}.${randomBytes(6).toString('hex')}.part`
}

/** A file that has a place on the disk, and not its name yet. */
export interface FileToBe {
  /** Writes it and gives it its name; it is on the disk before. @throws FileExists and others, and there is no file then */
  finish(bytes: Uint8Array): Promise<void>
  /** Leaves nothing behind of a file that was not finished. */
  drop(): Promise<void>
}

/**
 * Begins a file that only its owner may read: what can be known beforehand to hinder it is known when this resolves.
 * @throws FileExists, unless `force`
 * @throws Error of the file system
 */
export async function beginFile(target: string, force: boolean): Promise<FileToBe> {
  const found = await stat(target).catch(() => null)
  if (found && !force) throw new FileExists(target)
  if (found?.isDirectory()) throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' })
  const part = partOf(target)
  const handle = await open(part, 'wx', 0o600)
  let isOpen = true
  async function close(): Promise<void> {
    if (!isOpen) return
    isOpen = false
    await handle.close()
  }
  return {
    async finish(bytes) {
      await handle.writeFile(bytes)
      await handle.sync()
      await close()
      await nameFile(part, target, force)
      // Whoever is told that it failed may go on as if it had never been.
      await syncFolder(target).catch(async (cause: unknown) => {
        await rm(target, { force: true })
        throw cause
      })
    },
    async drop() {
      await close().catch(() => {})
      await rm(part, { force: true })
    },
  }
}

/**
 * Gives a file that is on the disk its name; the name is on the disk when this resolves.
 * @throws FileExists, unless `force`
 */
export async function publishFile(part: string, target: string, force: boolean): Promise<void> {
  await nameFile(part, target, force)
  await syncFolder(target)
}

async function nameFile(part: string, target: string, force: boolean): Promise<void> {
  if (force) await rename(part, target)
  else await linkOnce(part, target)
}

async function syncFolder(target: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(dirname(target), 'r')
  await folder.sync().finally(() => folder.close())
}

/** A rename would replace what came to stand there meanwhile. */
async function linkOnce(part: string, target: string): Promise<void> {
  try {
    await link(part, target)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    if (code === 'EEXIST' || existsSync(target)) throw new FileExists(target, { cause })
    // Some file systems of containers and USB sticks know no links.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(code)) throw cause
    await rename(part, target)
  }
}
