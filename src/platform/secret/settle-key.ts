import { timingSafeEqual } from 'node:crypto'
import { type CanaryStore, hasCanary, opensCanary } from './canary.ts'
import { dropNextKey, findNextKey, promoteNextKey } from './next-key.ts'
import { createSealer } from './seal.ts'
import { loadSecretKey } from './secret-key.ts'

/** `isOutdated`: SECRET_KEY is the one before a rotation, and the file `secret-key.next` opened the store. */
export interface SettledKey {
  key: Uint8Array
  isOutdated: boolean
}

/**
 * The key that a store is sealed with: `configured`, or the file of the data folder, as `loadSecretKey` reads them; after a
 * rotation that had not told the file yet, the next key, which takes its place. It is not checked when nothing says
 * that there was a rotation.
 * @throws SecretRefused with one sentence
 */
export async function settleSecretKey(
  store: Pick<CanaryStore, 'read'>,
  dataDir: string,
  configured: string | undefined,
): Promise<SettledKey> {
  const next = await findNextKey(dataDir)
  const key = await loadSecretKey(dataDir, configured, () => hasCanary(store)).catch(async (error: unknown) => {
    // SECRET_KEY is not set any more, and the file that it stood for was never there.
    if (configured !== undefined || next === null || !(await opensCanary(store, createSealer(next)))) throw error
    await promoteNextKey(dataDir)
    return next
  })
  if (next === null || key === next) return { key, isOutdated: false }
  if (timingSafeEqual(key, next)) {
    await dropNextKey(dataDir)
    return { key, isOutdated: false }
  }
  const isRotated = !(await opensCanary(store, createSealer(key))) && (await opensCanary(store, createSealer(next)))
  if (!isRotated) return { key, isOutdated: false }
  if (configured !== undefined) return { key: next, isOutdated: true }
  await promoteNextKey(dataDir)
  return { key: next, isOutdated: false }
}
