import type { SignalDataSet, SignalDataTypeMap, SignalKeyStore } from '@whiskeysockets/baileys'
import { initAuthCreds } from '@whiskeysockets/baileys'
import { systemClock } from '../../../src/kernel/clock.ts'
import { openStore } from '../../../src/platform/db/open.ts'
import { createSealer } from '../../../src/platform/secret/index.ts'
import { createKeyStore } from '../../../src/whatsapp/baileys/key-store.ts'
import { storedKeys } from '../../../src/whatsapp/baileys/stored-keys.ts'

/** Where the keys of the bare engine are: in memory and nowhere else, or in a store like the gateway's. */
export type KeyPlace = { type: 'memory' } | { type: 'store'; dataDir: string; databaseUrl?: string }

/** Keys as most people begin: a map. */
export function memoryKeys(): SignalKeyStore {
  const kept = new Map<string, unknown>()
  return {
    async get(type, ids) {
      const found: { [id: string]: SignalDataTypeMap[typeof type] } = {}
      for (const id of ids) {
        const value = kept.get(`${type} ${id}`)
        if (value !== undefined) found[id] = value as SignalDataTypeMap[typeof type]
      }
      return found
    },
    async set(changes: SignalDataSet) {
      for (const [type, values] of Object.entries(changes)) {
        for (const [id, value] of Object.entries(values ?? {})) {
          if (value === null || value === undefined) kept.delete(`${type} ${id}`)
          else kept.set(`${type} ${id}`, value)
        }
      }
    },
  }
}

/** The gateway's own durable keys under the bare engine: what durability costs without the gateway. */
export async function durableKeys({ dataDir, databaseUrl }: KeyPlace & { type: 'store' }): Promise<SignalKeyStore> {
  const log = { error: () => undefined, warn: () => undefined, info: () => undefined }
  const store = await openStore({ dataDir, databaseUrl, clock: systemClock, log })
  const { noiseKey } = initAuthCreds()
  const keys = createKeyStore({
    stored: storedKeys(store, createSealer(noiseKey.private), 'bare'),
    onFailure(error) {
      throw error
    },
  })
  return { get: keys.get, set: (changes) => keys.set(changes) }
}
