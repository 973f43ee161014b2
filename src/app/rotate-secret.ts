import { existsSync } from 'node:fs'
import { Refused } from '../kernel/refused.ts'
import { closeAll } from '../platform/close-all.ts'
import { StoreInUse } from '../platform/db/refused.ts'
import type { Store } from '../platform/db/store.ts'
import {
  createSealer,
  findNextKey,
  makeNextKey,
  nextKeyFile,
  opensCanary,
  promoteNextKey,
  replaceCanary,
  SealBroken,
  type Sealer,
} from '../platform/secret/index.ts'
import { insistOnStore } from './insist-on-store.ts'
import { resealColumn, SEALED_COLUMNS } from './sealed-columns.ts'
import { type AppOptions, openStoreAndKeys, type StoreAndKeys } from './store-and-keys.ts'

/**
 * Gives the store a new secret key: everything sealed is sealed anew in one transaction, and the file follows. Killed
 * anywhere, the next start opens the store: the next key is on the disk before the transaction, and whichever key opens
 * the canary is the one. Tokens stay what they are.
 * @returns how many boxes there were
 * @throws Refused with one sentence; the store is as it was then
 */
export async function rotateSecret(options: AppOptions): Promise<number> {
  const { dataDir, secretKey } = options.config
  insistOnStore(options)
  const opened: (() => unknown)[] = []
  try {
    const { store, sealer, moveTokenKey } = await openStoreAndKeys(options, opened, () => {}).catch(explainInUse)
    if (secretKey !== undefined && existsSync(nextKeyFile(dataDir))) await insistOnTold(store, dataDir)
    const next = createSealer(await makeNextKey(dataDir))
    const count = await resealStore(store, { from: sealer, to: next }, moveTokenKey)
    if (secretKey === undefined) await promoteNextKey(dataDir)
    await store.purge()
    return count
  } finally {
    await closeAll(opened).catch(() => {})
  }
}

/** @throws Refused when a box does not open; nothing is changed then */
export async function resealStore(
  store: Store,
  sealers: { from: Sealer; to: Sealer },
  moveTokenKey: StoreAndKeys['moveTokenKey'],
): Promise<number> {
  try {
    return await store.write(async ({ sql }) => {
      let count = 0
      for (const column of SEALED_COLUMNS) count += await resealColumn(sql, column, sealers)
      await moveTokenKey(sql, sealers.to)
      await replaceCanary(sql, sealers.to)
      return count
    })
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error
    throw new Refused(`${error.message}: nothing was changed. "formwire doctor" tells whose it is.`, { cause: error })
  }
}

/** After a rotation SECRET_KEY has to follow by hand; a second one would overwrite what it has to be set to. */
async function insistOnTold(store: Store, dataDir: string): Promise<void> {
  const next = await findNextKey(dataDir)
  if (next !== null && (await opensCanary(store, createSealer(next)))) {
    throw new Refused(`The key was rotated already: set SECRET_KEY to what ${nextKeyFile(dataDir)} holds first.`)
  }
}

function explainInUse(error: unknown): never {
  if (!(error instanceof StoreInUse)) throw error
  throw new Refused(`${error.message} A secret key is rotated while no gateway runs: stop it first.`, { cause: error })
}
