import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FormwireError } from '../kernel/errors.ts'
import { handClock } from '../platform/db/hand-clock.suite.ts'
import type { Store } from '../platform/db/store.ts'
import { openTestStore } from '../platform/db/test-store.suite.ts'
import { createSealer } from '../platform/secret/index.ts'
import type { LineState } from '../whatsapp/port.ts'
import { connectInstance } from './connect-instance.ts'
import { createLines, type Lines } from './lines.ts'
import { addAccount, addInstance, standInEngine } from './stand-in-engine.suite.ts'
import { findInstance, type Instance } from './store.ts'

const CONNECTING: LineState = { type: 'connecting' }
const LINKING: LineState = { type: 'linking', code: 'the-qr' }
const PASSKEY: LineState = { type: 'ended', reason: 'passkey_required' }

let store: Store
let remove: () => Promise<void>
let standIn: ReturnType<typeof standInEngine>
let lines: Lines
let instance: Instance
let clock: ReturnType<typeof handClock>

beforeEach(async () => {
  ;({ store, remove } = await openTestStore('sqlite'))
  standIn = standInEngine()
  clock = handClock()
  const nobody = async () => {}
  const sealer = createSealer(randomBytes(32))
  const handlers = { onAck: nobody, onReceipt: nobody, onMessage: nobody, onCall: nobody, onOpen: () => {} }
  lines = createLines({ engine: standIn.engine, store, clock, announce: nobody, handlers, sealer })
  await addAccount(store)
  instance = await addInstance(store, 'one')
})

afterEach(() => remove())

const tell = (state: LineState) => standIn.tell('one', { type: 'state', state })

/** What a caller gets: how to link, or the code of its error. */
async function call(number?: string): Promise<unknown> {
  const hungUp = new AbortController().signal
  try {
    return await connectInstance({ lines, store, clock }, instance, { number, hungUp })
  } catch (error) {
    return error instanceof FormwireError ? error.code : error
  }
}

const QR = { type: 'qr', qr: 'the-qr' }

test('callers that wait for a code are told at once that the account asks for a passkey, and the next begins anew', async () => {
  lines.of('one')
  await tell(CONNECTING)
  const waiting = [call(), call('5511900000009')]
  await until(() => standIn.dialled.length === 2)
  await tell(PASSKEY)
  expect(await Promise.all(waiting)).toEqual(['instance_needs_passkey', 'instance_needs_passkey'])
  const next = call()
  await until(() => standIn.dialled.length === 3)
  await tell(LINKING)
  expect(await next).toEqual(QR)
})

test('a caller that WhatsApp lets wait for a pairing code is told when the line ends meanwhile', async () => {
  lines.of('one')
  await tell(LINKING)
  const asked = Promise.withResolvers<void>()
  standIn.pairingCode = () => {
    asked.resolve()
    return new Promise(() => {})
  }
  const waiting = call('5511900000009')
  await asked.promise
  await tell(PASSKEY)
  expect(await waiting).toBe('instance_needs_passkey')
})

test('a pairing code that fails because the line ended says why it ended', async () => {
  lines.of('one')
  await tell(LINKING)
  standIn.pairingCode = async () => {
    standIn.become('one', PASSKEY)
    throw new Error('the socket is closed')
  }
  expect(await call('5511900000009')).toBe('instance_needs_passkey')
})

test('a caller that comes between a refusal and its being kept is told, and sees no new code', async () => {
  lines.of('one')
  await tell(LINKING)
  standIn.become('one', PASSKEY)
  const early = call()
  await tell(PASSKEY)
  expect([await early, standIn.dialled]).toEqual(['instance_needs_passkey', []])
})

test('what ended a link when nobody waited is told to the next caller, once', async () => {
  lines.of('one')
  await tell({ type: 'ended', reason: 'number_refused' })
  expect([await call(), standIn.dialled]).toEqual(['number_refused', []])
  const again = call()
  await until(() => standIn.dialled.length === 1)
  await tell(LINKING)
  expect(await again).toEqual(QR)
})

test('a caller waits a minute, and no longer', async () => {
  const waiting = call()
  await until(() => standIn.dialled.length === 1)
  clock.advance()
  expect(await waiting).toBe('link_timeout')
})

test('a list that is asked for when a caller was told how it came out says the same', async () => {
  lines.of('one')
  await tell(CONNECTING)
  const ended: LineState = { type: 'ended', reason: 'proxy_failed' }
  const state = call().then(async () => (await findInstance(store.read, 'one'))?.state)
  await until(() => standIn.dialled.length === 1)
  standIn.become('one', ended)
  await standIn.tell('one', { type: 'code', qr: 'the-qr' })
  await tell(ended)
  expect(await state).toBe('disconnected')
})

async function until(holds: () => boolean): Promise<void> {
  await expect.poll(holds, { timeout: 5_000, interval: 5 }).toBe(true)
}
