import { type AuthenticationCreds, initAuthCreds } from '@whiskeysockets/baileys'
import type { Store } from '../../platform/db/store.ts'
import { createKeyStore, type KeyStore } from './key-store.ts'
import { createLocks, type Locks } from './locks.ts'
import { encodeCredentials, eraseDevice, readCredentials, writeCredentials } from './stored-credentials.ts'
import { type Sealer, storedKeys } from './stored-keys.ts'

/** The identity of one linked device: its credentials and its Signal keys. */
export interface Device {
  readonly creds: AuthenticationCreds
  readonly keys: KeyStore
  /** Of its Signal addresses: shared by all sockets that ever speak for this device. */
  readonly locks: Locks
  /** "Linked" means that the phone signed this device; a number alone only means that somebody asked for a code. */
  isLinked(): boolean
  /**
   * Keeps the credentials as they are now; those of a device that is not linked yet are never written. Resolves when
   * they are durable.
   */
  save(): Promise<void>
  /** Resolves when nothing waits to become durable. */
  settled(): Promise<void>
  /** Nothing of it is written from now on. */
  abandon(): void
  /** Erases it from the store; nothing of it is written afterwards. */
  erase(): Promise<void>
}

export interface AuthStoreDeps {
  store: Store
  sealer: Sealer
}

/** Opens the linked device of an instance, or makes a new identity in memory that is stored once it is linked. */
export async function openDevice(
  deps: AuthStoreDeps,
  instanceId: string,
  onFailure: (error: unknown) => void,
): Promise<Device> {
  const { store, sealer } = deps
  const read = await readCredentials(store, sealer, instanceId)
  const creds = read?.creds ?? initAuthCreds()
  /** What was written last, and whether it is durable: WhatsApp tells the same again at every log-in. */
  let last = read && { written: read.written, kept: Promise.resolve() }
  const keys = createKeyStore({ stored: storedKeys(store, sealer, instanceId), onFailure })
  const saves = new Set<Promise<void>>()
  let isAbandoned = false

  const isLinked = () => creds.account !== undefined

  function abandon() {
    isAbandoned = true
    keys.abandon()
  }

  async function settled(): Promise<void> {
    while (saves.size > 0) await Promise.allSettled([...saves])
    await keys.settled()
  }

  return {
    creds,
    keys,
    locks: createLocks(),
    isLinked,
    async save() {
      if (isAbandoned || !isLinked()) return
      const written = encodeCredentials(creds)
      if (last !== null && Buffer.compare(last.written, written) === 0) return last.kept
      const save = writeCredentials(store, sealer, instanceId, written)
      last = { written, kept: save }
      saves.add(save)
      try {
        await save
      } catch (error) {
        last = null
        onFailure(error)
        throw error
      } finally {
        saves.delete(save)
      }
    },
    settled,
    abandon,
    async erase() {
      abandon()
      // What is being written already would else come after the erasing, and stay.
      await settled()
      await eraseDevice(store, instanceId)
    },
  }
}
