import { closeSync, constants, openSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Where a Unix socket is bound or dialled. */
export interface ControlPlace {
  /** The file, as a person knows it. */
  file: string
  /** The same file, short enough for the system. */
  path: string
  /** Gives back what `path` needs. */
  close(): void
}

/** Bytes of a path in `sockaddr_un`, without the NUL at its end. */
const LONGEST = process.platform === 'linux' ? 107 : 103

/**
 * The socket of a data folder. A folder whose name is too long for a socket is reached by its descriptor, which Linux
 * alone can do: elsewhere null, and on Windows always.
 * @throws Error of the file system
 */
export function controlPlace(dataDir: string): ControlPlace | null {
  const folder = resolve(dataDir)
  const file = join(folder, 'formwire.sock')
  if (process.platform === 'win32') return null
  if (Buffer.byteLength(file) <= LONGEST) return { file, path: file, close: () => {} }
  if (process.platform !== 'linux') return null
  const descriptor = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY)
  return { file, path: `/proc/self/fd/${descriptor}/formwire.sock`, close: () => closeSync(descriptor) }
}
