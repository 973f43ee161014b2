import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { link, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/** A file of that name is there, and was not to be replaced. */
export class FileExists extends Error {
  override readonly name = 'FileExists'
}

/** A name beside a file, for what is written before it takes that name. */
export function partOf(target: string): string {
  return `${target}.${randomBytes(6).toString('hex')}.part`
}

/**
 * Writes a file that only its owner may read. It is on the disk before it has its name; what cannot be written whole
 * leaves nothing behind.
 * @throws FileExists, unless `force`
 */
export async function writeFileOnce(target: string, bytes: Uint8Array, force: boolean): Promise<void> {
  const part = partOf(target)
  try {
    const handle = await open(part, 'wx', 0o600)
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await publishFile(part, target, force)
  } finally {
    await rm(part, { force: true })
  }
}

/**
 * Gives a file that is on the disk its name; the name is on the disk when this resolves.
 * @throws FileExists, unless `force`
 */
export async function publishFile(part: string, target: string, force: boolean): Promise<void> {
  if (force) await rename(part, target)
  else await linkOnce(part, target)
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
