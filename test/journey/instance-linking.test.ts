import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type GatewayOptions, startGateway, type TestGateway } from './gateway.ts'
import { control, linkInstance, type Sandbox, startSandbox, statusOf, untilStatus } from './sandbox.ts'

let sandbox: Sandbox
const left: (() => unknown)[] = []

beforeAll(async () => {
  sandbox = await startSandbox()
})

afterEach(async () => {
  for (const step of left.splice(0).reverse()) await step()
})

afterAll(() => sandbox.close())

async function start(options: GatewayOptions = {}): Promise<TestGateway> {
  const gateway = await startGateway({ sandbox, ...options })
  left.push(() => gateway.stop())
  return gateway
}

test('a number is linked by the QR, shown as string and as picture', async () => {
  const gateway = await start()
  await gateway.call('POST', '/api/instance/new', { body: { name: 'shop' } })
  const shown = await gateway.call('GET', '/api/instance/connect/shop')
  expect([shown.status, shown.body]).toMatchObject([200, { message: 'QR code generated', status: 'qr' }])
  expect(shown.body.qrCode).toMatch(/^https:\/\/wa\.me\/settings\/linked_devices#/)
  const [head, picture] = shown.body.qrCodeBase64.split(',')
  expect(head).toBe('data:image/png;base64')
  expect(Buffer.from(picture, 'base64').subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
  expect((await statusOf(gateway, 'shop')).status).toBe('connecting')

  const { jid } = await control(sandbox, 'phones', { phone: '5511911110001', name: 'Shop' })
  await control(sandbox, 'link', { phone: '5511911110001', qr: shown.body.qrCode })
  await untilStatus(gateway, 'shop', 'connected')
  expect(await statusOf(gateway, 'shop')).toMatchObject({
    numberJid: jid,
    connection: { state: 'connected', numberJid: jid },
  })
  const again = await gateway.call('GET', '/api/instance/connect/shop')
  expect([again.status, again.body.status]).toEqual([200, 'connected'])
})

test('a number is linked by a pairing code; a QR that is up is switched to it', async () => {
  const gateway = await start()
  await gateway.call('POST', '/api/instance/new', { body: { name: 'shop' } })
  await gateway.call('GET', '/api/instance/connect/shop')
  const phone = '5511911110002'
  await control(sandbox, 'phones', { phone })
  const shown = await gateway.call('GET', '/api/instance/connect/shop?number=%2B55%2011%2091111-0002')
  expect([shown.status, shown.body]).toMatchObject([200, { status: 'pairing' }])
  expect(shown.body.pairingCode).toMatch(/^[A-Z0-9]{4}-[A-Z0-9]{4}$/)
  await control(sandbox, 'link', { phone, pairingCode: shown.body.pairingCode })
  await untilStatus(gateway, 'shop', 'connected')

  const wrong = await gateway.call('GET', '/api/instance/connect/shop?number=12')
  expect([wrong.status, wrong.body.status]).toEqual([400, 'invalid_number'])
})

test('after a restart a linked instance connects by itself', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'formwire-restart-'))
  left.push(() => rm(dataDir, { recursive: true, force: true }))
  const first = await start({ dataDir })
  await linkInstance(first, sandbox, 'shop', '5511911110003')
  const before = await statusOf(first, 'shop')
  await first.stop()
  const second = await start({ dataDir })
  await untilStatus(second, 'shop', 'connected')
  expect(await statusOf(second, 'shop')).toMatchObject({ numberJid: before.numberJid, token: before.token })
})

test('reconnecting dials again with what is stored', async () => {
  const gateway = await start()
  await linkInstance(gateway, sandbox, 'shop', '5511911110004')
  const before = await statusOf(gateway, 'shop')
  const { status, body } = await gateway.call('POST', '/api/instance/reconnect/shop')
  expect([status, body.instance.status]).toEqual([200, 'connecting'])
  await untilStatus(gateway, 'shop', 'connected', before)
})

test('a logged out instance keeps its record and token, and can be linked again', async () => {
  const gateway = await start()
  const { token } = await linkInstance(gateway, sandbox, 'shop', '5511911110005')
  const { body } = await gateway.call('DELETE', '/api/instance/logout/shop', { token })
  expect(body).toMatchObject({ message: 'Instance logged out', instance: { status: 'loggedout' } })
  expect(await statusOf(gateway, 'shop')).toMatchObject({ status: 'loggedout', numberJid: null, token })
  expect((await gateway.call('POST', '/api/instance/reconnect/shop')).status).toBe(400)
  const shown = await gateway.call('GET', '/api/instance/connect/shop')
  await control(sandbox, 'link', { phone: '5511911110005', qr: shown.body.qrCode })
  await untilStatus(gateway, 'shop', 'connected')
})

test('a device that the phone removed is logged out, and the next connect shows a new code', async () => {
  const gateway = await start()
  const phone = '5511911110006'
  await linkInstance(gateway, sandbox, 'shop', phone)
  await control(sandbox, 'faults', { account: phone, loggedOut: true })
  await untilStatus(gateway, 'shop', 'loggedout')
  await control(sandbox, 'faults', {})
  const shown = await gateway.call('GET', '/api/instance/connect/shop')
  expect(shown.body.status).toBe('qr')
})

test('deleting a linked instance unlinks it', async () => {
  const gateway = await start()
  await linkInstance(gateway, sandbox, 'shop', '5511911110007')
  expect((await gateway.call('DELETE', '/api/instance/delete/shop')).status).toBe(200)
  expect((await gateway.call('GET', '/api/instance/list?instanceName=shop')).status).toBe(404)
})

test('an account that asks for a passkey cannot be linked, and says so', async () => {
  const gateway = await start()
  await gateway.call('POST', '/api/instance/new', { body: { name: 'shop' } })
  const shown = await gateway.call('GET', '/api/instance/connect/shop')
  const phone = '5511911110008'
  await control(sandbox, 'phones', { phone })
  await control(sandbox, 'faults', { account: phone, passkey: true })
  await control(sandbox, 'link', { phone, qr: shown.body.qrCode }).catch(() => {})
  await untilStatus(gateway, 'shop', 'passkey_required')
  await control(sandbox, 'faults', {})
  const refused = await gateway.call('GET', '/api/instance/connect/shop')
  expect([refused.status, refused.body.error.code]).toEqual([409, 'instance_needs_passkey'])
  expect((await gateway.call('GET', '/api/instance/connect/shop')).body.status).toBe('qr')
})

test('a server under another root is not believed', async () => {
  const gateway = await start({ sandbox: { ...sandbox, rootKey: 'ab'.repeat(32) } })
  await gateway.call('POST', '/api/instance/new', { body: { name: 'shop' } })
  const { status, body } = await gateway.call('GET', '/api/instance/connect/shop')
  expect([status, body.error.code]).toEqual([503, 'link_failed'])
  expect(body.error.message).toBe('The instance could not be linked: the server could not prove that it is WhatsApp')
})

test('a WhatsApp that cannot be reached is said at once', async () => {
  const gateway = await start({ sandbox: { ...sandbox, whatsappUrl: 'ws://127.0.0.1:9/ws' } })
  await gateway.call('POST', '/api/instance/new', { body: { name: 'shop' } })
  const { status, body } = await gateway.call('GET', '/api/instance/connect/shop')
  expect([status, body.error.message]).toEqual([503, 'The instance could not be linked: WhatsApp could not be reached'])
})

test('a caller that hangs up while it waits for a code leaves nothing waiting, and the gateway stops at once', async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1')
  left.push(() => silent.close())
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  const gateway = await start({ sandbox: { ...sandbox, whatsappUrl: `ws://127.0.0.1:${port}/ws` } })
  await gateway.call('POST', '/api/instance/new', { body: { name: 'shop' } })
  const caller = new AbortController()
  const gone = gateway.call('GET', '/api/instance/connect/shop', { signal: caller.signal }).catch(() => 'gone')
  await untilStatus(gateway, 'shop', 'connecting')
  caller.abort()
  expect(await gone).toBe('gone')
  const held = gateway.call('GET', '/api/instance/connect/shop')
  await gateway.call('GET', '/api/instance/list')
  const startedAt = performance.now()
  await gateway.stop()
  expect(performance.now() - startedAt).toBeLessThan(5_000)
  expect([(await held).status, (await held).body.error.code]).toEqual([503, 'link_timeout'])
})
