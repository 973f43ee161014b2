import type { PreKeyBundleInput } from 'whatsapp-rust-bridge'
import type { Address } from '../address.ts'
import { noteIdentity } from '../note-identity.ts'
import type { SessionRoom } from '../session-room.ts'
import { encrypt, startSession } from '../signal-ciphers.ts'
import { SignalError } from '../signal-error.ts'
import type { SignalStage } from '../signal-stage.ts'

/** What one device of somebody is to get. */
export interface Plain {
  jid: string
  plaintext: Uint8Array
}

export interface Sealed {
  jid: string
  type: 'pkmsg' | 'msg'
  ciphertext: Uint8Array
}

/** Asks the server for the keys of these devices; those without any are left out. */
type AskBundles = (jids: readonly string[]) => Promise<ReadonlyMap<string, PreKeyBundleInput>>

/**
 * Encrypts for several devices in one commit, which is durable when this resolves. Sessions that there are not yet are
 * begun with fetched keys; a device without keys, or with keys that its identity has not signed, is left out.
 */
export async function encryptAll(
  room: SessionRoom,
  askBundles: AskBundles,
  plains: readonly Plain[],
): Promise<Sealed[]> {
  let bundles: ReadonlyMap<string, PreKeyBundleInput> | null = null
  for (;;) {
    const { sealed, missing } = await tryAll(room, bundles, plains)
    if (missing.length === 0 || bundles !== null) return sealed
    bundles = await askBundles(missing)
  }
}

/** With `bundles` at hand everybody without a session who is not in them is left out; else nothing is done for anybody. */
async function tryAll(
  room: SessionRoom,
  bundles: ReadonlyMap<string, PreKeyBundleInput> | null,
  plains: readonly Plain[],
): Promise<{ sealed: Sealed[]; missing: string[] }> {
  const jids = plains.map(({ jid }) => jid)
  return room.enterTogether(jids, async (stage, at) => {
    const sealed: Sealed[] = []
    const missing: string[] = []
    for (const { jid, plaintext } of plains) {
      const address = at.get(jid)
      if (address === undefined) continue
      const bundle = bundles?.get(jid)
      // Somebody else may have begun the session meanwhile, perhaps with this very bundle: its one-time key is good once.
      let one = await encryptOne(stage, address, plaintext)
      if (one === null && bundle !== undefined && (await begin(stage, address, bundle))) {
        one = await encryptOne(stage, address, plaintext)
      }
      if (one === null) missing.push(jid)
      else sealed.push({ jid, ...one })
    }
    if (missing.length > 0 && bundles === null) stage.drop()
    return { sealed, missing }
  })
}

/**
 * False, and nothing is changed, when the keys are not signed by their identity, or are none. A record that no session can
 * be begun in goes.
 */
async function begin(stage: SignalStage, at: Address, bundle: PreKeyBundleInput): Promise<boolean> {
  const session = await stage.get('session', at.text)
  const identity = await stage.get('identity-key', at.text)
  await noteIdentity(stage, at, bundle.identityKey)
  if (await isBegun(stage, at, bundle)) return true
  stage.put('session', at.text, null)
  if (session !== undefined && (await isBegun(stage, at, bundle))) return true
  stage.put('session', at.text, session ?? null)
  stage.put('identity-key', at.text, identity ?? null)
  return false
}

async function isBegun(stage: SignalStage, at: Address, bundle: PreKeyBundleInput): Promise<boolean> {
  try {
    await startSession(stage.storage, at, bundle)
    return true
  } catch (error) {
    if (error instanceof SignalError) return false
    throw error
  }
}

/** Null without an open session, and with one that cannot be used: a new one mends it. */
async function encryptOne(stage: SignalStage, at: Address, plaintext: Uint8Array) {
  if ((await stage.get('session', at.text)) === undefined) return null
  try {
    return await encrypt(stage.storage, at, plaintext)
  } catch (error) {
    if (error instanceof SignalError) return null
    throw error
  }
}
