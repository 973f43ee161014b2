import type { AuthenticationCreds, SignalDataSet, SignalDataTypeMap } from '@whiskeysockets/baileys'
import { generateSignalPubKey } from '@whiskeysockets/baileys'
import type { SessionRecord, SignalStorage } from 'whatsapp-rust-bridge'
import type { KeyKind } from './key-codec.ts'
import type { KeyStore } from './key-store.ts'
import { withOthersUntouched } from './session-record.ts'
import type { Beside } from './stored-keys.ts'

/**
 * What one Signal operation reads and changes. Nothing reaches the key store before `commit`, so an operation that
 * fails (a forged message, say) leaves everything as it was, and one that succeeds is one write.
 */
export interface SignalStage {
  get<Kind extends KeyKind>(kind: Kind, id: string): Promise<SignalDataTypeMap[Kind] | undefined>
  put<Kind extends KeyKind>(kind: Kind, id: string, value: SignalDataTypeMap[Kind] | null): void
  /** Lets something else become durable in the same commit. */
  putBeside(beside: Beside): void
  /** Nothing of what was staged is kept. */
  drop(): void
  /** Resolves when the changes are durable; everybody who reads the key store sees them from the call on. */
  commit(): Promise<void>
  /** The stage as the Rust library sees it. */
  readonly storage: SignalStorage
}

export function createStage(keys: KeyStore, creds: AuthenticationCreds): SignalStage {
  let beside: Beside | undefined
  let changes: { [Kind in KeyKind]?: { [id: string]: SignalDataTypeMap[Kind] | null } } = {}

  async function get<Kind extends KeyKind>(kind: Kind, id: string): Promise<SignalDataTypeMap[Kind] | undefined> {
    const staged = changes[kind]?.[id]
    if (staged !== undefined) return staged ?? undefined
    return (await keys.get(kind, [id]))[id]
  }

  function put<Kind extends KeyKind>(kind: Kind, id: string, value: SignalDataTypeMap[Kind] | null): void {
    const ofKind: { [id: string]: SignalDataTypeMap[Kind] | null } = changes[kind] ?? {}
    ofKind[id] = value
    Object.assign(changes, { [kind]: ofKind })
  }

  const storage: SignalStorage = {
    loadSession: (address) => get('session', address),
    async storeSession(address, record) {
      const after = take(record)
      const before = await get('session', address)
      put('session', address, before === undefined ? after : withOthersUntouched(before, after))
    },
    getOurIdentity: () => ({
      pubKey: generateSignalPubKey(creds.signedIdentityKey.public),
      privKey: creds.signedIdentityKey.private,
    }),
    getOurRegistrationId: () => creds.registrationId,
    // Trust on first use, as WhatsApp's own clients do; a changed identity starts a new session (see signal.ts).
    isTrustedIdentity: () => true,
    async loadPreKey(id) {
      const pair = await get('pre-key', String(id))
      return pair && { pubKey: generateSignalPubKey(pair.public), privKey: pair.private }
    },
    removePreKey(id) {
      put('pre-key', String(id), null)
    },
    loadSignedPreKey(id) {
      const { keyId, keyPair, signature } = creds.signedPreKey
      if (id !== keyId) return null
      const pair = { pubKey: generateSignalPubKey(keyPair.public), privKey: keyPair.private }
      return { keyId, keyPair: pair, signature }
    },
    loadSenderKey: (id) => get('sender-key', id),
    async storeSenderKey(id, record) {
      const known = await get('sender-key', id)
      // A key that is taken once more stays where its messages have brought it: nothing to write.
      if (known === undefined || !Buffer.from(known).equals(record)) put('sender-key', id, Buffer.from(record))
    },
  }

  return {
    get,
    put,
    putBeside(other) {
      beside = other
    },
    drop() {
      beside = undefined
      changes = {}
    },
    commit: () => keys.set(changes as SignalDataSet, beside),
    storage,
  }
}

/** The record's bytes; its memory on the other side is given back at once. */
function take(record: SessionRecord): Uint8Array {
  try {
    return Buffer.from(record.serialize())
  } finally {
    record.free()
  }
}
