import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type GatewayOptions, startGateway, type TestGateway } from './gateway.ts'
import { type Receiver, startReceiver } from './receiver.ts'
import { control, linkInstance, type Sandbox, scanCode, startSandbox, statusOf, untilStatus } from './sandbox.ts'
import { addTold, toldOf, untilTold, wordsOf } from './states.ts'

let sandbox: Sandbox
let receiver: Receiver
const left: (() => unknown)[] = []

beforeAll(async () => {
  sandbox = await startSandbox()
})

beforeEach(async () => {
  receiver = await startReceiver()
})

afterEach(async () => {
  await control(sandbox, 'faults', {})
  for (const step of left.splice(0).reverse()) await step()
  await receiver.close()
})

afterAll(() => sandbox.close())

async function start(options: GatewayOptions = {}): Promise<TestGateway> {
  const gateway = await startGateway({ sandbox, ...options })
  left.push(() => gateway.stop())
  return gateway
}

/** Codes live less than a second. */
const HASTE = { environment: { WHATSAPP_TIME_SCALE: '200' } }

const connect = (gateway: TestGateway, query = '') => gateway.call('GET', `/api/instance/connect/shop${query}`)

test('a QR is renewed, each is told once, a second call gets the current one, and after the last it is over', async () => {
  const gateway = await start(HASTE)
  await addTold(gateway, receiver, 'shop')
  const first = await connect(gateway)
  const codes = () => toldOf(receiver, 'shop').flatMap(({ qr }) => qr ?? [])
  await expect.poll(() => codes().length, { timeout: 10_000, interval: 20 }).toBeGreaterThan(1)
  const second = await connect(gateway)
  expect(second.body.qrCode).not.toBe(first.body.qrCode)
  await untilStatus(gateway, 'shop', 'disconnected')
  const word = 'disconnected: link_expired'
  await untilTold(receiver, 'shop', ['connecting', ...Array.from({ length: 6 }, () => 'qr_ready'), word])
  expect(new Set(codes()).size).toBe(6)
  expect(codes()[0]).toBe(first.body.qrCode)
  expect(codes().slice(1)).toContain(second.body.qrCode)
  const { connection } = await statusOf(gateway, 'shop')
  expect(connection).toMatchObject({ state: 'disconnected', reason: 'link_expired' })
  expect(connection.displayStatus).toBe('Disconnected: nobody used the code in time; ask for a new one')

  await scanCode(gateway, sandbox, 'shop', '5511911120001')
  expect((await statusOf(gateway, 'shop')).connection).toMatchObject({ reason: null, displayStatus: 'Connected' })
})

test('two callers at once get one QR; of two that want a code for one number, both get the same', async () => {
  const gateway = await start()
  await gateway.call('POST', '/api/instance/new', { body: { name: 'shop' } })
  const [one, two] = await Promise.all([connect(gateway), connect(gateway)])
  expect(one.body.qrCode).toBe(two.body.qrCode)
  const phone = '5511911120002'
  await control(sandbox, 'phones', { phone })
  const coded = await Promise.all([
    connect(gateway, `?number=${phone}`),
    connect(gateway),
    connect(gateway, `?number=${phone}`),
  ])
  expect(coded.map(({ body }) => body.status)).toEqual(['pairing', 'qr', 'pairing'])
  expect(coded[0]?.body.pairingCode).toBe(coded[2]?.body.pairingCode)
  await control(sandbox, 'link', { phone, pairingCode: coded[0]?.body.pairingCode })
  await untilStatus(gateway, 'shop', 'connected')
})

test('a code for another number takes the place of the first, whichever phone is there links', async () => {
  const gateway = await start()
  await gateway.call('POST', '/api/instance/new', { body: { name: 'shop' } })
  const [first, second] = ['5511911120003', '5511911120004'] as const
  for (const phone of [first, second]) await control(sandbox, 'phones', { phone })
  const { pairingCode } = (await connect(gateway, `?number=${first}`)).body
  const other = (await connect(gateway, `?number=${second}`)).body.pairingCode
  expect(other).not.toBe(pairingCode)
  await expect(control(sandbox, 'link', { phone: first, pairingCode })).rejects.toThrow('nobody asked')
  await control(sandbox, 'link', { phone: second, pairingCode: other })
  await untilStatus(gateway, 'shop', 'connected')
  expect((await statusOf(gateway, 'shop')).numberJid).toBe(`${second}@s.whatsapp.net`)
})

test('a pairing code that nobody used leaves nothing behind: no restart dials, and the next attempt shows a QR', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'formwire-codes-'))
  left.push(() => rm(dataDir, { recursive: true, force: true }))
  const phone = '5511911120005'
  const gateway = await start({ dataDir })
  await addTold(gateway, receiver, 'shop')
  await connect(gateway, `?number=${phone}`)
  await gateway.stop()
  const again = await start({ dataDir })
  await untilTold(receiver, 'shop', ['connecting', 'qr_ready', 'disconnected: gateway_stopped'])
  expect(await statusOf(again, 'shop')).toMatchObject({
    status: 'disconnected',
    numberJid: null,
    profile: { name: null },
  })
  expect((await again.call('POST', '/api/instance/reconnect/shop')).status).toBe(400)
  await scanCode(again, sandbox, 'shop', '5511911120006')
})

test('what the phone lists is a browser that everybody knows, with a QR and with a code', async () => {
  const gateway = await start()
  const shown = async (phone: string) => (await control(sandbox, `phones/${phone}/devices`))['devices']
  await linkInstance(gateway, sandbox, 'shop', '5511911120007')
  expect(await shown('5511911120007')).toMatchObject([{ os: 'Ubuntu', platform: 'CHROME', display: null }])
  await gateway.call('POST', '/api/instance/new', { body: { name: 'coded' } })
  const phone = '5511911120008'
  await control(sandbox, 'phones', { phone })
  const { body } = await gateway.call('GET', `/api/instance/connect/coded?number=${phone}`)
  await control(sandbox, 'link', { phone, pairingCode: body.pairingCode, platform: 'smba' })
  expect(await shown(phone)).toMatchObject([{ os: 'Ubuntu', platform: 'CHROME', display: 'Chrome (Ubuntu)' }])
  await untilStatus(gateway, 'coded', 'connected')
  expect((await statusOf(gateway, 'coded')).profile).toMatchObject({ isBusiness: true, businessName: phone })
  expect((await statusOf(gateway, 'shop')).profile).toMatchObject({ isBusiness: false, name: 'Owner of shop' })
})

test('an account that asks for a passkey is told by list and event, once to a caller, and nothing dials again', async () => {
  const gateway = await start()
  await addTold(gateway, receiver, 'shop')
  const phone = '5511911120009'
  await control(sandbox, 'phones', { phone })
  const { body } = await connect(gateway, `?number=${phone}`)
  await control(sandbox, 'faults', { account: phone, passkey: true })
  await expect(control(sandbox, 'link', { phone, pairingCode: body.pairingCode })).rejects.toThrow('passkey')
  const word = 'passkey_required: passkey_required'
  await untilTold(receiver, 'shop', ['connecting', 'qr_ready', word])
  const { status, connection } = await statusOf(gateway, 'shop')
  expect([status, connection.reason]).toEqual(['passkey_required', 'passkey_required'])
  const refused = await connect(gateway)
  expect([refused.status, refused.body.status, refused.body.error.code]).toEqual([
    409,
    'passkey_required',
    'instance_needs_passkey',
  ])
  expect((await statusOf(gateway, 'shop')).status).toBe('passkey_required')
  expect(wordsOf(receiver, 'shop')).toHaveLength(3)
  expect((await connect(gateway)).body.status).toBe('qr')
})

test('a client version that WhatsApp refuses is said, with what to do, when a number is to be linked and later', async () => {
  const gateway = await start()
  await addTold(gateway, receiver, 'shop')
  await control(sandbox, 'faults', { versionRefused: true })
  const { status, body } = await connect(gateway)
  expect([status, body.error.code, body.status]).toEqual([503, 'link_failed', 'disconnected'])
  expect(body.error.message).toContain('update Formwire or set WHATSAPP_VERSION')
  await untilTold(receiver, 'shop', ['connecting', 'client_outdated: client_outdated'])

  await control(sandbox, 'faults', {})
  const phone = '5511911120010'
  await scanCode(gateway, sandbox, 'shop', phone)
  await control(sandbox, 'faults', { account: phone, versionRefused: true })
  await untilStatus(gateway, 'shop', 'disconnected')
  await expect.poll(async () => (await statusOf(gateway, 'shop')).connection.reason).toBe('client_outdated')
  expect((await statusOf(gateway, 'shop')).connection.displayStatus).toContain('WHATSAPP_VERSION')
  expect((await connect(gateway)).body.error.message).toContain('WHATSAPP_VERSION')
  await control(sandbox, 'faults', {})
  expect((await connect(gateway)).body.status).toBe('connected')
})
