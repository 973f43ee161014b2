import {
  addTransactionCapability,
  Curve,
  DEFAULT_CONNECTION_CONFIG,
  type SignalRepositoryWithLIDStore,
} from '@whiskeysockets/baileys'
import { pino } from 'pino'
import { beforeAll, expect, test, vi } from 'vitest'
import { createAuth } from './auth.ts'
import { undoFailedDecryptions } from './failed-decryption.ts'

const ANA = '5511911111111@s.whatsapp.net'
const BIA = '5511922222222@s.whatsapp.net'
const PRE_KEY = 7

beforeAll(() => {
  undoFailedDecryptions()
  for (const method of ['info', 'warn', 'error'] as const) vi.spyOn(console, method).mockReturnValue()
  // Sessions are tried in the order in which they were used last.
  let now = 0
  vi.spyOn(Date, 'now').mockImplementation(() => ++now)
})

interface Party {
  repository: SignalRepositoryWithLIDStore
  bundle: Parameters<SignalRepositoryWithLIDStore['injectE2ESession']>[0]['session']
}

async function party(): Promise<Party> {
  const log = pino({ level: 'silent' })
  const { creds, keys: stored } = createAuth(() => undefined).state
  const keys = addTransactionCapability(stored, log, { maxCommitRetries: 1, delayBetweenTriesMs: 0 })
  const pair = Curve.generateKeyPair()
  await keys.set({ 'pre-key': { [PRE_KEY]: pair } })
  const prefixed = (key: Uint8Array) => Buffer.concat([Buffer.from([5]), key])
  const { keyId, keyPair, signature } = creds.signedPreKey
  return {
    repository: DEFAULT_CONNECTION_CONFIG.makeSignalRepository({ creds, keys }, log),
    bundle: {
      registrationId: creds.registrationId,
      identityKey: prefixed(creds.signedIdentityKey.public),
      signedPreKey: { keyId, publicKey: prefixed(keyPair.public), signature },
      preKey: { keyId: PRE_KEY, publicKey: prefixed(pair.public) },
    },
  }
}

const write = ({ repository }: Party, jid: string, words: string) =>
  repository.encryptMessage({ jid, data: Buffer.from(words) })

async function read({ repository }: Party, jid: string, message: Awaited<ReturnType<typeof write>>): Promise<string> {
  return Buffer.from(await repository.decryptMessage({ jid, ...message })).toString()
}

test('what a phone writes is read after it got a message of an older session, as two who begin at once write', async () => {
  const [ana, bia] = [await party(), await party()]
  await ana.repository.injectE2ESession({ jid: BIA, session: bia.bundle })
  await bia.repository.injectE2ESession({ jid: ANA, session: ana.bundle })
  const [first, other] = [await write(ana, BIA, 'um'), await write(bia, ANA, 'dois')]
  expect(await read(ana, BIA, other)).toBe('dois')
  expect(await read(bia, ANA, first)).toBe('um')
  // Each has turned to the session of the other by now.
  expect(await read(bia, ANA, await write(ana, BIA, 'três'))).toBe('três')
  expect(await read(ana, BIA, await write(bia, ANA, 'quatro'))).toBe('quatro')
})
