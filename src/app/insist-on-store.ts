import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Refused } from '../kernel/refused.ts'
import type { AppOptions } from './store-and-keys.ts'

/** Whether there is a store to be opened; on PostgreSQL opening it tells. */
export function hasStore({ config: { databaseUrl, dataDir } }: AppOptions): boolean {
  return databaseUrl !== undefined || existsSync(join(dataDir, 'formwire.db'))
}

/** @throws Refused where opening the store would make one */
export function insistOnStore(options: AppOptions): void {
  if (hasStore(options)) return
  const file = join(options.config.dataDir, 'formwire.db')
  throw new Refused(`There is no store at ${file}: DATA_DIR must name the folder of the gateway.`)
}
