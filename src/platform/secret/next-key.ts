import { open, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { keepKey, orRefuse, readKeyFile } from './secret-key.ts'

/**
 * The key that a rotation gives a store, in `<dataDir>/secret-key.next` (0600) until it is the key: whichever of the two
 * opens the canary is the one that the store is sealed with.
 */
export async function findNextKey(dataDir: string): Promise<Uint8Array | null> {
  return (await readKeyFile(nextKeyFile(dataDir))) ?? null
}

/** The next key; made, and on the disk with its name, when there is none yet. @throws SecretRefused */
export async function makeNextKey(dataDir: string): Promise<Uint8Array> {
  const file = nextKeyFile(dataDir)
  const key = (await findNextKey(dataDir)) ?? (await keepKey(dataDir, file))
  await orRefuse(file, syncFolder(dataDir))
  return key
}

/** The next key is the key from now on; the one before is gone. @throws SecretRefused */
export async function promoteNextKey(dataDir: string): Promise<void> {
  const file = nextKeyFile(dataDir)
  await orRefuse(file, rename(file, join(resolve(dataDir), 'secret-key')))
  await orRefuse(file, syncFolder(dataDir))
}

export async function dropNextKey(dataDir: string): Promise<void> {
  await orRefuse(nextKeyFile(dataDir), rm(nextKeyFile(dataDir), { force: true }))
}

export function nextKeyFile(dataDir: string): string {
  return join(resolve(dataDir), 'secret-key.next')
}

async function syncFolder(dataDir: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(resolve(dataDir), 'r')
  await folder.sync().finally(() => folder.close())
}
