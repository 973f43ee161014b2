import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a folder for its owner alone (0700), and what is missing above it; one that is there is left as it is. One level
 * at a time: Node's recursive `mkdir` never ends where the system says ENOENT for ever, as below /proc.
 * @throws Error of the file system, with its `code`
 */
export function makeFolder(folder: string): void {
  try {
    makeLast(folder)
  } catch (error) {
    const isParentMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (!isParentMissing || dirname(folder) === folder) throw error
    makeFolder(dirname(folder))
    makeLast(folder)
  }
}

function makeLast(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error
  }
}
