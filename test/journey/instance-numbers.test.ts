import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { addAccount } from './account.ts'
import { startGateway, type TestGateway } from './gateway.ts'
import { type Receiver, startReceiver } from './receiver.ts'
import { control, linkInstance, type Sandbox, scanCode, startSandbox, statusOf, untilStatus } from './sandbox.ts'
import { addTold, untilTold, wordsOf } from './states.ts'

let sandbox: Sandbox
let receiver: Receiver
let gateway: TestGateway
let dataDir: string
let otherAccount: string

beforeAll(async () => {
  sandbox = await startSandbox()
  dataDir = await mkdtemp(join(tmpdir(), 'formwire-numbers-'))
  await (await startGateway({ dataDir })).stop()
  otherAccount = await addAccount('other', { DATA_DIR: dataDir })
  gateway = await startGateway({ dataDir, sandbox })
})

beforeEach(async () => {
  receiver = await startReceiver()
})

afterEach(() => receiver.close())

afterAll(async () => {
  await gateway.stop()
  await sandbox.close()
  await rm(dataDir, { recursive: true, force: true })
})

const connect = (name: string, query = '', token = gateway.accountToken) =>
  gateway.call('GET', `/api/instance/connect/${name}${query}`, { token })

const devicesOf = async (phone: string) => (await control(sandbox, `phones/${phone}/devices`))['devices'] as unknown[]

const REFUSED = 'disconnected: number_linked_elsewhere'

test('a number that an instance has is not linked to a second one, which says so and leaves no device', async () => {
  const phone = '5511911130001'
  await linkInstance(gateway, sandbox, 'first', phone)
  await addTold(gateway, receiver, 'second')
  const { qrCode } = (await connect('second')).body
  await control(sandbox, 'link', { phone, qr: qrCode }).catch(() => {})
  await expect.poll(() => wordsOf(receiver, 'second'), { timeout: 15_000 }).toContain(REFUSED)
  await untilTold(receiver, 'second', ['connecting', 'qr_ready', REFUSED])
  expect(await statusOf(gateway, 'second')).toMatchObject({
    status: 'disconnected',
    numberJid: null,
    connection: { reason: 'number_linked_elsewhere', displayStatus: expect.stringContaining('log that one out first') },
  })
  expect(await devicesOf(phone)).toHaveLength(1)
  expect((await statusOf(gateway, 'first')).status).toBe('connected')
  expect((await gateway.call('POST', '/api/instance/reconnect/second')).status).toBe(400)

  const refused = await connect('second')
  expect([refused.status, refused.body.error.code]).toEqual([409, 'number_linked_elsewhere'])
  expect((await connect('second')).body.status).toBe('qr')
})

test('a code for a number that another instance of the account has is refused before it is shown', async () => {
  await linkInstance(gateway, sandbox, 'holder', '5511981130002')
  await gateway.call('POST', '/api/instance/new', { body: { name: 'asker' } })
  for (const number of ['5511981130002', '%2B55 (11) 98113-0002', '551181130002']) {
    const { status, body } = await connect('asker', `?number=${number}`)
    expect([number, status, body.error.code]).toEqual([number, 409, 'number_linked_elsewhere'])
  }
  expect((await statusOf(gateway, 'asker')).status).toBe('disconnected')
})

test('another account is not told who has a number: neither before the phone agrees, nor in so many words after', async () => {
  const phone = '5511911130003'
  await linkInstance(gateway, sandbox, 'secret', phone)
  await gateway.call('POST', '/api/instance/new', { token: otherAccount, body: { name: 'prober' } })
  const asked = await connect('prober', `?number=${phone}`, otherAccount)
  expect([asked.status, asked.body.status]).toEqual([200, 'pairing'])
  await control(sandbox, 'link', { phone, pairingCode: asked.body.pairingCode }).catch(() => {})
  await expect.poll(async () => (await devicesOf(phone)).length, { timeout: 15_000 }).toBe(1)
  await expect
    .poll(async () => {
      const { body } = await gateway.call('GET', '/api/instance/list', { token: otherAccount })
      return body.instances[0].connection.reason
    })
    .toBe('number_refused')
  const { status, body } = await connect('prober', '', otherAccount)
  expect([status, body.error.code]).toEqual([409, 'number_refused'])
  expect(body.error.message).toMatch(/^This number cannot be linked here\. On its phone, remove the devices/)
  expect((await statusOf(gateway, 'secret')).status).toBe('connected')
})

test('of two instances that link one number at once, exactly one has it', async () => {
  const phone = '5511911130004'
  await control(sandbox, 'phones', { phone })
  const names = ['left', 'right']
  const codes: string[] = []
  for (const name of names) {
    await addTold(gateway, receiver, name)
    codes.push((await connect(name)).body.qrCode)
  }
  await Promise.allSettled(codes.map((qr) => control(sandbox, 'link', { phone, qr })))
  const ends = () => names.map((name) => wordsOf(receiver, name).at(-1)).toSorted()
  await expect.poll(ends, { timeout: 15_000 }).toEqual(['connected', REFUSED])
  expect(await devicesOf(phone)).toHaveLength(1)
  const shown = await Promise.all(names.map(async (name) => (await statusOf(gateway, name)).numberJid))
  expect(shown.filter((jid) => jid !== null)).toEqual([`${phone}@s.whatsapp.net`])
})

test('a number is free again when its instance is logged out or deleted, and stays with its instance otherwise', async () => {
  const phone = '5511911130005'
  await linkInstance(gateway, sandbox, 'before', phone)
  await gateway.call('POST', '/api/instance/new', { body: { name: 'after' } })
  await gateway.call('DELETE', '/api/instance/logout/before')
  await scanCode(gateway, sandbox, 'after', phone)
  await control(sandbox, 'faults', { account: phone, loggedOut: true })
  await untilStatus(gateway, 'after', 'loggedout')
  await control(sandbox, 'faults', {})
  await scanCode(gateway, sandbox, 'after', phone)
  await gateway.call('DELETE', '/api/instance/delete/after')
  await scanCode(gateway, sandbox, 'before', phone)
})
