import type { SignalDataSet, SignalDataTypeMap, SignalKeyStore } from '@whiskeysockets/baileys'
import { initAuthCreds } from '@whiskeysockets/baileys'
import { systemClock } from '../../../src/kernel/clock.ts'
import { openStore } from '../../../src/platform/db/open.ts'
import type { Store } from '../../../src/platform/db/store.ts'
import { createSealer } from '../../../src/platform/secret/index.ts'
import { createKeyStore } from '../../../src/whatsapp/baileys/key-store.ts'
import { storedKeys } from '../../../src/whatsapp/baileys/stored-keys.ts'

/** Where the keys of the bare engine are: in memory and nowhere else, or in a store like the gateway's. */
export type KeyPlace = { type: 'memory' } | { type: 'store'; dataDir: string; databaseUrl?: string }

export interface MemoryKeys extends SignalKeyStore {
  all(): Map<string, unknown>
}

/** Keys as most people begin: a map. */
export function memoryKeys(kept = new Map<string, unknown>()): MemoryKeys {
  return {
    all: () => kept,
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
  await addOwner(store)
  const { noiseKey } = initAuthCreds()
  const keys = createKeyStore({
    stored: storedKeys(store, createSealer(noiseKey.private), OWNER),
    onFailure(error) {
      throw error
    },
  })
  return {
    async get(type, ids) {
      const found = await keys.get(type, ids)
      return type === 'session' ? mapValues(found, (bytes) => JSON.parse(String(bytes))) : found
    },
    set: ({ session, ...others }) => keys.set(session ? { ...others, session: mapValues(session, asBytes) } : others),
  }
}

/** Its JavaScript Signal has sessions as objects; the store keeps those of the gateway, which are bytes. */
function asBytes(session: unknown): Uint8Array | null {
  return session === null ? null : Buffer.from(JSON.stringify(session))
}

function mapValues<Value, Mapped>(
  values: Record<string, Value>,
  map: (value: Value) => Mapped,
): Record<string, Mapped> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]))
}

const OWNER = 'bare'

/** Keys belong to an instance, and that to an account. */
async function addOwner(store: Store): Promise<void> {
  await store.write(async ({ sql }) => {
    await sql.insertInto('account').values({ id: OWNER, name: OWNER, token_hash: OWNER, created_at: 0 }).execute()
    await sql
      .insertInto('instance')
      .values({
        id: OWNER,
        account_id: OWNER,
        name: OWNER,
        token_hash: OWNER,
        sealed_token: new Uint8Array(),
        state: 'disconnected',
        linked: 0,
        number_jid: null,
        number_lid: null,
        profile_name: null,
        settings: '{}',
        created_at: 0,
        updated_at: 0,
      })
      .execute()
  })
}
