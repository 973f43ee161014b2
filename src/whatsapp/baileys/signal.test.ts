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
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { harden } from './harden.ts'
import { createKeyStore } from './key-store.ts'
import { createLocks } from './locks.ts'
import { quietLog } from './quiet-log.ts'
import { makeSignalRepository } from './signal.ts'

const US = '5511900000000:1@s.whatsapp.net'
const ANA = '5511911111111@s.whatsapp.net'
const ANA_LID = '200000000000002@lid'
const GROUP = '120363000000000001@g.us'
const log = quietLog({ warnings: 0, errors: 0 })

beforeAll(() => {
  harden()
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
})

/** Ciphertexts, in hex, whose message is kept already. */
const here = new Set<string>()

interface Party {
  creds: AuthenticationCreds
  keys: Pick<SignalKeyStore, 'get' | 'set'>
  repository: SignalRepositoryWithLIDStore
}

/** Our repository over a store in memory, whose commits take a while. */
function ours(): Party & { rows: Map<string, unknown> } {
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
      receive: async (_ciphertext, _author, plaintext) => ({ plaintext, write: null, tell: () => undefined }),
      isHere: async (ciphertext) => here.has(Buffer.from(ciphertext).toString('hex')),
      isFollowed: () => false,
    },
    onEncrypted: () => undefined,
  })
  return { creds, keys, rows, repository: make({ creds, keys }, log) }
}

/** Baileys' own repository over libsignal in JavaScript. */
function javaScript(): Party {
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

const PRE_KEY = 7

/** What a server would hand out for a party: its bundle with a one-time key. */
async function bundleOf({ creds, keys }: Party) {
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

async function met() {
  const us = ours()
  const ana = javaScript()
  await us.repository.injectE2ESession({ jid: ANA, session: await bundleOf(ana) })
  return { us, ana }
}

async function pass(from: Party, to: Party, toJid: string, fromJid: string, words: string): Promise<string> {
  const { type, ciphertext } = await from.repository.encryptMessage({ jid: toJid, data: Buffer.from(words) })
  return Buffer.from(await to.repository.decryptMessage({ jid: fromJid, type, ciphertext })).toString()
}

test('it understands libsignal in JavaScript, and is understood', async () => {
  const { us, ana } = await met()
  for (let round = 0; round < 5; round++) {
    expect(await pass(us, ana, ANA, US, `ida ${round}`)).toBe(`ida ${round}`)
    expect(await pass(ana, us, US, ANA, `volta ${round}`)).toBe(`volta ${round}`)
  }
  expect(await us.repository.validateSession(ANA)).toEqual({ exists: true })
})

test('a session that the other begins is understood, and its one-time key is used up', async () => {
  const us = ours()
  const ana = javaScript()
  await ana.repository.injectE2ESession({ jid: US, session: await bundleOf(us) })
  expect(await pass(ana, us, US, ANA, 'oi')).toBe('oi')
  expect(us.rows.has(`pre-key ${PRE_KEY}`)).toBe(false)
})

test('a key bundle that its owner did not sign is refused, and leaves nothing', async () => {
  const us = ours()
  const session = await bundleOf(javaScript())
  session.signedPreKey.signature = Buffer.alloc(64, 1)
  await expect(us.repository.injectE2ESession({ jid: ANA, session })).rejects.toThrow('signature')
  expect(us.rows.size).toBe(0)
  expect(await us.repository.validateSession(ANA)).toMatchObject({ exists: false })
})

describe('what Baileys must be told by its own words', () => {
  test('a copy of what is here is an empty message, to be acknowledged; of anything else it is asked for again', async () => {
    const { us, ana } = await met()
    await pass(us, ana, ANA, US, 'um')
    const { type, ciphertext } = await ana.repository.encryptMessage({ jid: US, data: Buffer.from('dois') })
    await us.repository.decryptMessage({ jid: ANA, type, ciphertext })
    const again = () => us.repository.decryptMessage({ jid: ANA, type, ciphertext })
    // "Key used already or never filled" would make Baileys refuse it for good.
    await expect(again()).rejects.toThrow('The key of the message was used before')
    here.add(Buffer.from(ciphertext).toString('hex'))
    expect(await again()).toEqual(Uint8Array.of(1))
  })

  test('a message without a session', async () => {
    const { ana, us } = await met()
    await pass(us, ana, ANA, US, 'um')
    const { ciphertext } = await ana.repository.encryptMessage({ jid: US, data: Buffer.from('x') })
    const lost = ours().repository.decryptMessage({ jid: ANA, type: 'msg', ciphertext })
    await expect(lost).rejects.toThrow('No session record')
  })
})

test('a forged first message with another identity ends no session', async () => {
  const { us, ana } = await met()
  await pass(us, ana, ANA, US, 'um')
  await pass(ana, us, US, ANA, 'dois')
  const eve = javaScript()
  await eve.repository.injectE2ESession({ jid: US, session: await bundleOf(us) })
  const { ciphertext } = await eve.repository.encryptMessage({ jid: US, data: Buffer.from('x') })
  // Within the message that the outer one carries: the fields around it are not signed by anything.
  const inner = Math.floor(ciphertext.length / 2) + 20
  ciphertext[inner] = (ciphertext[inner] ?? 0) ^ 1
  await expect(us.repository.decryptMessage({ jid: ANA, type: 'pkmsg', ciphertext })).rejects.toThrow()
  expect(await pass(ana, us, US, ANA, 'três')).toBe('três')
})

test('sends and arrivals at once take turns', async () => {
  const { us, ana } = await met()
  await pass(us, ana, ANA, US, 'first')
  await pass(ana, us, US, ANA, 'first back')
  const incoming = []
  for (let index = 0; index < 40; index++) {
    incoming.push(await ana.repository.encryptMessage({ jid: US, data: Buffer.from(`in ${index}`) }))
  }
  const [sent, arrived] = await Promise.all([
    Promise.all(
      incoming.map((_, index) => us.repository.encryptMessage({ jid: ANA, data: Buffer.from(`out ${index}`) })),
    ),
    Promise.all(incoming.map(({ type, ciphertext }) => us.repository.decryptMessage({ jid: ANA, type, ciphertext }))),
  ])
  expect(arrived.map((bytes) => Buffer.from(bytes).toString())).toEqual(incoming.map((_, index) => `in ${index}`))
  const read = []
  for (const { type, ciphertext } of sent) {
    read.push(Buffer.from(await ana.repository.decryptMessage({ jid: US, type, ciphertext })).toString())
  }
  expect(read).toEqual(sent.map((_, index) => `out ${index}`))
})

test('a session goes along when a number’s LID is learned, even in the middle of a conversation', async () => {
  const { us, ana } = await met()
  await pass(us, ana, ANA, US, 'by number')
  const learning = us.repository.lidMapping.storeLIDPNMappings([{ lid: ANA_LID, pn: ANA }])
  const sent = await Promise.all(
    [ANA, ANA_LID, ANA, ANA_LID].map(async (jid, index) => {
      if (jid === ANA_LID) await learning
      return us.repository.encryptMessage({ jid, data: Buffer.from(`${index}`) })
    }),
  )
  const read = []
  for (const { type, ciphertext } of sent) {
    read.push(Buffer.from(await ana.repository.decryptMessage({ jid: US, type, ciphertext })).toString())
  }
  expect(read.toSorted()).toEqual(['0', '1', '2', '3'])
  expect(await us.repository.migrateSession(ANA, ANA_LID)).toMatchObject({ migrated: 0 })
  expect([...us.rows.keys()].filter((name) => name.startsWith('session'))).toEqual(['session 200000000000002_1.0'])
  expect(await pass(ana, us, US, ANA_LID, 'by LID')).toBe('by LID')
})

test('a group is understood crosswise', async () => {
  const { us, ana } = await met()
  for (const [from, to, me] of [
    [us, ana, US],
    [ana, us, ANA],
  ] as const) {
    for (const words of ['um', 'dois']) {
      const { ciphertext, senderKeyDistributionMessage } = await from.repository.encryptGroupMessage({
        group: GROUP,
        meId: me,
        data: Buffer.from(words),
      })
      const item = { groupId: GROUP, axolotlSenderKeyDistributionMessage: senderKeyDistributionMessage }
      if (words === 'um') await to.repository.processSenderKeyDistributionMessage({ item, authorJid: me })
      const plaintext = await to.repository.decryptGroupMessage({ group: GROUP, authorJid: me, msg: ciphertext })
      expect(Buffer.from(plaintext).toString()).toBe(words)
    }
    expect(await from.repository.hasSenderKey({ group: GROUP, meId: me })).toBe(true)
  }
  expect(await us.repository.hasSenderKey({ group: '1@g.us', meId: US })).toBe(false)
})
