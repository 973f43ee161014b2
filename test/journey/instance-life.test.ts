import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { startGateway, type TestGateway } from './gateway.ts'
import { type Receiver, startReceiver } from './receiver.ts'
import { control, type Sandbox, scanCode, startSandbox, statusOf, untilStatus } from './sandbox.ts'
import { addTold, toldOf, untilTold } from './states.ts'

let sandbox: Sandbox
let receiver: Receiver
let dataDir: string
let gateway: TestGateway

beforeAll(async () => {
  sandbox = await startSandbox()
})

beforeEach(async () => {
  receiver = await startReceiver()
  dataDir = await mkdtemp(join(tmpdir(), 'formwire-life-'))
  gateway = await startGateway({ dataDir, sandbox })
})

afterEach(async () => {
  await control(sandbox, 'faults', {})
  await gateway.stop()
  await receiver.close()
  await rm(dataDir, { recursive: true, force: true })
})

afterAll(() => sandbox.close())

const LINKED = ['connecting', 'qr_ready', 'pair_success', 'connected']

test('a life is told in order, each change once: linked, dropped, replaced, reconnected, logged out, linked, removed', async () => {
  const phone = '5511911140001'
  await addTold(gateway, receiver, 'shop')
  await scanCode(gateway, sandbox, 'shop', phone)
  const told = [...LINKED]
  await untilTold(receiver, 'shop', told)

  await control(sandbox, 'faults', { account: phone, drop: 'close' })
  told.push('disconnected: connection_lost', 'connecting', 'connected')
  await untilTold(receiver, 'shop', told)

  await control(sandbox, 'faults', { account: phone, streamError: 'conflict' })
  told.push('stream_replaced: replaced')
  await untilTold(receiver, 'shop', told)
  expect((await statusOf(gateway, 'shop')).connection).toMatchObject({ state: 'disconnected', reason: 'replaced' })

  await control(sandbox, 'faults', {})
  await gateway.call('POST', '/api/instance/reconnect/shop')
  told.push('connecting', 'connected')
  await untilTold(receiver, 'shop', told)
  const before = await statusOf(gateway, 'shop')

  for (const _ of ['once', 'again']) await gateway.call('DELETE', '/api/instance/logout/shop')
  told.push('logged_out')
  await untilTold(receiver, 'shop', told)
  const after = await statusOf(gateway, 'shop')
  expect(after).toMatchObject({ status: 'loggedout', numberJid: null, connection: { reason: null } })
  expect([after.token, after.updatedAt > before.updatedAt]).toEqual([before.token, true])
  expect((await control(sandbox, `phones/${phone}/devices`))['devices']).toEqual([])

  await scanCode(gateway, sandbox, 'shop', phone)
  await control(sandbox, 'faults', { account: phone, loggedOut: true })
  told.push(...LINKED, 'logged_out: logged_out')
  await untilTold(receiver, 'shop', told)
  await gateway.call('DELETE', '/api/instance/logout/shop')
  await untilTold(receiver, 'shop', told)
  const jids = toldOf(receiver, 'shop').flatMap(({ state, jid }) => (jid === undefined ? [] : [[state, jid]]))
  expect(new Set(jids.map(([, jid]) => jid))).toEqual(new Set([`${phone}@s.whatsapp.net`]))
  expect(jids.map(([state]) => state)).toContain('logged_out')
})

test('a start does not dial a number that is banned for a while, and says until when', async () => {
  const phone = '5511911140005'
  await addTold(gateway, receiver, 'shop')
  await scanCode(gateway, sandbox, 'shop', phone)
  const told = [...LINKED, 'disconnected: connection_lost', 'connecting', 'temp_banned: banned']
  await control(sandbox, 'faults', { account: phone, banned: 'temporary', drop: 'close' })
  await untilTold(receiver, 'shop', told)
  const { until } = toldOf(receiver, 'shop').at(-1) ?? {}
  expect(Date.parse(String(until))).toBeGreaterThan(Date.now())
  const banned = { status: 'banned', connection: { reason: 'banned', bannedUntil: until } }
  expect(await statusOf(gateway, 'shop')).toMatchObject(banned)

  await gateway.stop()
  await control(sandbox, 'faults', {})
  gateway = await startGateway({ dataDir, sandbox })
  const { status, connection } = await statusOf(gateway, 'shop')
  expect({ status, connection }).toMatchObject(banned)
  expect(connection.displayStatus).toContain(`Banned by WhatsApp until ${until}`)
  await untilTold(receiver, 'shop', told)

  expect((await gateway.call('GET', '/api/instance/connect/shop')).body.status).toBe('connected')
  expect((await statusOf(gateway, 'shop')).connection).toMatchObject({ state: 'connected', bannedUntil: null })
})

test('a restart is told as it was: off the line, dialling, on the line', async () => {
  await addTold(gateway, receiver, 'shop')
  await scanCode(gateway, sandbox, 'shop', '5511911140002')
  await untilTold(receiver, 'shop', LINKED)
  await gateway.stop()
  gateway = await startGateway({ dataDir, sandbox })
  await untilTold(receiver, 'shop', [...LINKED, 'disconnected: gateway_stopped', 'connecting', 'connected'])
})

test('a process killed after it erased the device, and before it said so, says so at the next start', async () => {
  const phone = '5511911140003'
  await addTold(gateway, receiver, 'shop')
  await scanCode(gateway, sandbox, 'shop', phone)
  await untilTold(receiver, 'shop', LINKED)
  await gateway.stop()
  edit("delete from credential; delete from signal_key; update instance set state = 'disconnected'")
  gateway = await startGateway({ dataDir, sandbox })
  await untilTold(receiver, 'shop', [...LINKED, 'logged_out: logged_out'])
  expect(await statusOf(gateway, 'shop')).toMatchObject({ status: 'loggedout', numberJid: null })
  await gateway.call('POST', '/api/instance/new', { body: { name: 'heir' } })
  await scanCode(gateway, sandbox, 'heir', phone)
})

test('a process killed between the keys of a link and the news of it has its number at the next start', async () => {
  await addTold(gateway, receiver, 'shop')
  await scanCode(gateway, sandbox, 'shop', '5511911140004')
  await untilTold(receiver, 'shop', LINKED)
  await gateway.stop()
  edit("update instance set linked = 0, number_jid = null, number_lid = null, state = 'connecting'")
  gateway = await startGateway({ dataDir, sandbox })
  await untilStatus(gateway, 'shop', 'connected')
  expect((await statusOf(gateway, 'shop')).numberJid).toBe('5511911140004@s.whatsapp.net')
})

/** Puts the store into the state in which a killed process left it. */
function edit(sql: string): void {
  const file = new DatabaseSync(join(dataDir, 'formwire.db'))
  file.exec(sql)
  file.close()
}
