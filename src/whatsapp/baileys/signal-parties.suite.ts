import {
  type AuthenticationCreds,
  addTransactionCapability,
  initAuthCreds,
  makeCacheableSignalKeyStore,
  type SignalDataSet,
  type SignalKeyStore,
  type SignalRepositoryWithLIDStore,
} from '@whiskeysockets/baileys'
import { makeLibSignalRepository } from '@whiskeysockets/baileys/lib/Signal/libsignal.js'
import { vi } from 'vitest'
import { harden } from './harden.ts'
import { createKeyStore, type KeyStore } from './key-store.ts'
import { createLocks } from './locks.ts'
import { quietLog } from './quiet-log.ts'
import { makeSignalRepository } from './signal.ts'

export const US = '5511900000000:1@s.whatsapp.net'
export const ANA = '5511911111111@s.whatsapp.net'
export const ANA_LID = '200000000000002@lid'
export const GROUP = '120363000000000001@g.us'
const log = quietLog({ warnings: 0, errors: 0 })

/** What tests of the repository begin with; libsignal in JavaScript prints of failures. */
export function quietly(): void {
  harden()
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
}

/** Ciphertexts, in hex, whose message is kept already. */
export const here = new Set<string>()
/** Those that came in a stanza of the group. */
export const groupOf = new Set<string>()
export const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

export interface Party {
  creds: AuthenticationCreds
  keys: Pick<SignalKeyStore, 'get' | 'set'>
  repository: SignalRepositoryWithLIDStore
}

/** Our repository over a store in memory, whose commits take a while. */
export function ours(): Party & { keys: KeyStore; rows: Map<string, unknown> } {
  const creds = initAuthCreds()
  const rows = new Map<string, unknown>()
  const keys = createKeyStore({
    onFailure: () => undefined,
    stored: {
      read: async (kind, ids) =>
        new Map(ids.flatMap((id) => (rows.has(`${kind} ${id}`) ? [[id, rows.get(`${kind} ${id}`)]] : []))),
      async write(changes) {
        await new Promise((resolve) => setTimeout(resolve, 2))
        for (const [kind, values] of Object.entries(changes)) {
          for (const [id, value] of Object.entries(values ?? {})) {
            if (value === null) rows.delete(`${kind} ${id}`)
            else rows.set(`${kind} ${id}`, value)
          }
        }
      },
    },
  })
  const make = makeSignalRepository({
    creds,
    keys,
    locks: createLocks(),
    reception: {
      isUnencrypted: () => false,
      receive: async (_ciphertext, _author, plaintext) => ({
        plaintext,
        write: null,
        remember: () => undefined,
        tell: () => undefined,
      }),
      isHere: async (ciphertext) => here.has(hex(ciphertext)),
      groupOf: (ciphertext) => (groupOf.has(hex(ciphertext)) ? { group: GROUP, author: ANA } : null),
      isFollowed: () => false,
    },
    ahead: { readWith: () => undefined, take: async () => null },
    onEncrypted: () => undefined,
  })
  return { creds, keys, rows, repository: make({ creds, keys }, log) }
}

/** Baileys' own repository over libsignal in JavaScript. */
export function javaScript(): Party {
  const creds = initAuthCreds()
  const rows = new Map<string, unknown>()
  const store: SignalKeyStore = {
    get: async (kind, ids) =>
      Object.fromEntries(ids.flatMap((id) => (rows.has(kind + id) ? [[id, rows.get(kind + id)]] : []))) as never,
    async set(changes: SignalDataSet) {
      for (const [kind, values] of Object.entries(changes)) {
        for (const [id, value] of Object.entries(values ?? {})) rows.set(kind + id, value ?? undefined)
      }
    },
  }
  const options = { maxCommitRetries: 1, delayBetweenTriesMs: 0 }
  const keys = addTransactionCapability(makeCacheableSignalKeyStore(store, log), log, options)
  return { creds, keys, repository: makeLibSignalRepository({ creds, keys }, log) }
}

export const PRE_KEY = 7

/** What a server would hand out for a party: its bundle with a one-time key. */
export async function bundleOf({ creds, keys }: Party) {
  const pair = initAuthCreds().noiseKey
  await keys.set({ 'pre-key': { [PRE_KEY]: pair } })
  const prefixed = (key: Uint8Array) => Buffer.concat([Buffer.from([5]), key])
  const { keyId, keyPair, signature } = creds.signedPreKey
  return {
    registrationId: creds.registrationId,
    identityKey: prefixed(creds.signedIdentityKey.public),
    signedPreKey: { keyId, publicKey: prefixed(keyPair.public), signature: Buffer.from(signature) },
    preKey: { keyId: PRE_KEY, publicKey: prefixed(pair.public) },
  }
}

export async function met() {
  const us = ours()
  const ana = javaScript()
  await us.repository.injectE2ESession({ jid: ANA, session: await bundleOf(ana) })
  return { us, ana }
}

export async function pass(from: Party, to: Party, toJid: string, fromJid: string, words: string): Promise<string> {
  const { type, ciphertext } = await from.repository.encryptMessage({ jid: toJid, data: Buffer.from(words) })
  return Buffer.from(await to.repository.decryptMessage({ jid: fromJid, type, ciphertext })).toString()
}
