import { realpathSync } from 'node:fs'
import { basename, dirname } from 'node:path'

/** Names in the data folder that nothing else may take. */
const OWN_NAMES = /^(formwire\.(db|lock|sock)(-wal|-shm|-journal)?|secret-key(\.next)?|account-token(\.new)?)$/i

/** Whether a path is one of the gateway's own files. Throws when the folder of either is not there. */
export function belongsToGateway(path: string, dataDir: string): boolean {
  return OWN_NAMES.test(basename(path)) && realpathSync(dirname(path)) === realpathSync(dataDir)
}
