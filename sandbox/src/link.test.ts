import './testing/signatures.ts'

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from './sandbox.ts'
import { linkCompanion, startCompanion, until } from './testing/companion.ts'
import { controlOf } from './testing/control-client.ts'

let sandbox: Sandbox
let control: ReturnType<typeof controlOf>
const closing: (() => Promise<void>)[] = []

beforeAll(async () => {
  sandbox = await startSandbox()
  control = controlOf(sandbox.controlUrl)
})

afterAll(async () => {
  for (const close of closing) await close()
  await sandbox.close()
})

test('a phone that scans a QR code links the client that shows it', async () => {
  const companion = await linkCompanion(sandbox, '5511900000001')
  closing.push(companion.close)
  expect(companion.endings).toEqual([515])
  expect(companion.socket().user).toMatchObject({ id: '5511900000001:1@s.whatsapp.net' })
})

test('a newly linked client is told everybody’s addresses at once, and does not hold its events back', async () => {
  await control('phones', { phone: '5511911110001' })
  const companion = await linkCompanion(sandbox, '5511900000002')
  closing.push(companion.close)
  const lids = companion.socket().signalRepository.lidMapping
  const pn = '5511911110001@s.whatsapp.net'
  const { body } = await control('phones')
  const person = (body.phones as { jid: string; lid: string }[]).find(({ jid }) => jid === pn)
  let known: string | null = null
  await until(() => {
    void lids.getLIDForPN(pn).then((lid) => {
      known = lid
    })
    return known
  }, 'the LID of a contact')
  expect(known).toBe(person?.lid)
})

test('a pairing code typed on the phone links the client that asked for it', async () => {
  const companion = startCompanion(sandbox, { onQr: () => undefined })
  closing.push(companion.close)
  await companion.socket().waitForConnectionUpdate(async ({ qr }) => Boolean(qr))
  const code = await companion.socket().requestPairingCode('5511900000003')
  const pairingCode = `${code.slice(0, 4)}-${code.slice(4)}`
  // The request has to reach the server before the code can be typed.
  const linked = await untilFound(() => control('link', { phone: '5511900000003', pairingCode }))
  expect(linked).toEqual({ status: 200, body: { jid: '5511900000003:1@s.whatsapp.net' } })
  await companion.open()
})

async function untilFound(ask: () => ReturnType<typeof control>) {
  for (let tries = 0; tries < 100; tries += 1) {
    const reply = await ask()
    if (reply.status !== 404) return reply
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('never asked for')
}

test('a wrong pairing code is refused', async () => {
  const companion = startCompanion(sandbox, { onQr: () => undefined })
  closing.push(companion.close)
  await companion.socket().waitForConnectionUpdate(async ({ qr }) => Boolean(qr))
  await companion.socket().requestPairingCode('5511900000004')
  const reply = await untilFound(() => control('link', { phone: '5511900000004', pairingCode: 'WRONGCOD' }))
  expect(reply).toEqual({ status: 400, body: { error: 'that pairing code is wrong' } })
})

test('a code that nobody shows is refused', async () => {
  const reply = await control('link', { phone: '5511900000005', qr: 'https://wa.me/settings/linked_devices#a,b,c,d' })
  expect(reply).toEqual({ status: 404, body: { error: 'nobody shows this QR code, or no longer' } })
})

test('an account that wants a passkey does not link', async () => {
  await control('faults', { account: '5511900000006', passkey: true })
  const { promise, resolve } = Promise.withResolvers<string>()
  const companion = startCompanion(sandbox, { onQr: resolve })
  closing.push(companion.close)
  const asked = Promise.withResolvers<unknown>()
  const qr = await promise
  companion.socket().ws.on('CB:notification,type:passkey_prologue_request', asked.resolve)
  const reply = await control('link', { phone: '5511900000006', qr })
  expect(reply.status).toBe(409)
  await asked.promise
})

test('a client that logs out has to be linked again', async () => {
  const companion = await linkCompanion(sandbox, '5511900000007')
  const auth = companion.socket().authState
  await companion.socket().logout()
  await companion.close()
  await control('phones', { phone: '5511900000007' })
  const again = startCompanion(sandbox, { auth: { creds: auth.creds, keys: auth.keys } })
  closing.push(again.close)
  await until(() => again.endings.includes(401), 'a refusal')
})

test('a linked client logs in again, with the routing information that it was given', async () => {
  const companion = await linkCompanion(sandbox, '5511900000008')
  closing.push(companion.close)
  const { creds } = companion.socket().authState
  await until(() => creds.routingInfo, 'routing information')
  await companion.socket().end(new Error('network'))
  await companion.open()
  expect(companion.endings).toEqual([515, 0])
})

test('a server whose certificates are signed by a foreign root is refused by a client that checks', async () => {
  const forged = await startSandbox({ certificate: 'wrong-root' })
  const companion = startCompanion(forged)
  await until(() => companion.endings.length > 0, 'an ending')
  expect(companion.endings[0]).toBe(400)
  const phone = await controlOf(forged.controlUrl)('phones', { phone: '5511900000009' })
  expect(phone.status).toBe(200)
  await companion.close()
  await forged.close()
})

test('a link is made only when the new client can be written to', async () => {
  const companion = await linkCompanion(sandbox, '5511900000010')
  closing.push(companion.close)
  await control('phones', { phone: '5511911110010' })
  const { body } = await control('phones/5511911110010/text', { to: '5511900000010', text: 'at once' })
  await companion.next((message) => message.key.id === body.id)
  await until(() => companion.socket().authState.creds.accountSyncCounter === 1, 'the end of the first synchronisation')
})
