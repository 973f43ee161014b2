import { accessSync, constants, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Check, failed, warned, well } from '../app/check.ts'

const MIB = 1024 * 1024
const LITTLE_MIB = 1024
const TOO_LITTLE_MIB = 100

/** Files of the data folder that their owner alone may read. */
const PRIVATE = ['formwire.db', 'secret-key', 'secret-key.next', 'account-token', 'formwire.sock']

/** The data folder, who may read what is in it, and how much room is left. */
export function examineMachine(dataDir: string): Check[] {
  const folder = statSync(dataDir, { throwIfNoEntry: false })
  if (!folder) return [well('folder', `${dataDir} is not there yet: the first start makes it`)]
  return [examineFolder(dataDir), ...examineModes(dataDir), examineDisk(dataDir)]
}

function examineFolder(dataDir: string): Check {
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
    return well('folder', `${dataDir} can be written`)
  } catch {
    return failed('folder', `${dataDir} cannot be written by this user`, 'run this, and the gateway, as its owner')
  }
}

function examineModes(dataDir: string): Check[] {
  if (process.platform === 'win32') return []
  const open = PRIVATE.map((name) => join(dataDir, name)).filter((file) => {
    const found = statSync(file, { throwIfNoEntry: false })
    return found !== undefined && (found.mode & 0o077) !== 0
  })
  if (open.length === 0) return [well('files', 'the store and the secrets are for their owner alone')]
  return open.map((file) => failed('files', `others than its owner may read ${file}`, `chmod 600 ${file}`))
}

function examineDisk(dataDir: string): Check {
  const { bavail, bsize } = statfsSync(dataDir)
  const free = Math.floor((bavail * bsize) / MIB)
  const found = `${free} MiB are free in ${dataDir}`
  const todo = 'make room: without it nothing is received, and nothing is acknowledged'
  if (free < TOO_LITTLE_MIB) return failed('disk', found, todo)
  return free < LITTLE_MIB ? warned('disk', found, todo) : well('disk', found)
}
