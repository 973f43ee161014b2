import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Reply, startGateway, type TestGateway } from './gateway.ts'

let gateway: TestGateway

beforeAll(async () => {
  gateway = await startGateway()
})

afterAll(() => gateway.stop())

function create(body: object): Promise<Reply> {
  return gateway.call('POST', '/api/instance/new', { body })
}

test('a new instance comes back with its token and its defaults', async () => {
  const { status, body } = await create({ name: 'fresh' })
  expect(status).toBe(201)
  expect(body).toMatchObject({
    success: true,
    message: expect.any(String),
    instance: {
      id: expect.stringMatching(/^ins_/),
      name: 'fresh',
      status: 'disconnected',
      numberJid: null,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      connection: { state: 'disconnected', numberJid: null },
      profile: { name: null },
      proxy: { enabled: false },
      settings: {
        autoRejectCalls: false,
        callRejectMessage: '',
        ignoreGroupMessages: false,
        keepOnlineStatus: false,
        autoReadMessages: false,
        disableHistorySync: true,
        ignoreStatus: false,
      },
    },
  })
  expect(body.instance.token).toBe(body.data.token)
  expect(body.data.token).toMatch(/^[\x21-\x7e]{16,256}$/)
})

test('a name is required, plain, and used once; upper and lower case are two', async () => {
  for (const name of [undefined, null, '', ' ']) {
    const { status, body } = await create({ name })
    expect([status, body.error.message]).toEqual([400, 'Instance name is required'])
  }
  for (const name of ['with space', 'a/b', 'ação', 'n'.repeat(101), 7]) {
    const { status, body } = await create({ name })
    expect(status, String(name)).toBe(400)
    expect(body.error.details, String(name)).toMatchObject([{ path: 'name' }])
  }
  expect((await create({ name: 'Once' })).status).toBe(201)
  expect((await create({ name: 'once' })).status).toBe(201)
  const again = await create({ name: 'once' })
  expect([again.status, again.body.error.code]).toEqual([409, 'instance_name_taken'])
})

test('settings come with the body, unknown fields are ignored, wrong ones refused whole', async () => {
  const { body } = await create({ name: 'set', autoRejectCalls: true, callRejectMessage: 'no calls', unheardOf: 1 })
  expect(body.instance.settings).toMatchObject({ autoRejectCalls: true, callRejectMessage: 'no calls' })
  expect((await create({ name: 'unset', autoRejectCalls: 'perhaps' })).status).toBe(400)
  expect((await gateway.call('GET', '/api/instance/getSettings/unset')).status).toBe(404)
})

test('settings are changed in part, read back, and put back', async () => {
  await create({ name: 'changing' })
  const change = (body: object) => gateway.call('POST', '/api/instance/settings/changing', { body })
  const changed = await change({
    autoReadMessages: true,
    callRejectMessage: 'later',
    retentionDays: '30',
    buttonLabels: { contact_details: 'Fill in' },
  })
  expect(changed.status).toBe(200)
  await change({ ignoreStatus: true })
  const read = await gateway.call('GET', '/api/instance/getSettings/changing')
  expect(read.body.settings).toEqual({
    ...changed.body.settings,
    autoReadMessages: true,
    callRejectMessage: 'later',
    retentionDays: 30,
    buttonLabels: { contact_details: 'Fill in' },
    disableHistorySync: true,
    ignoreStatus: true,
  })
  const { body } = await change({ retentionDays: null, callRejectMessage: '', buttonLabels: null })
  expect(body.settings).toMatchObject({ retentionDays: null, callRejectMessage: '', buttonLabels: {} })
  expect(body.settings.autoReadMessages).toBe(true)
  expect((await change({})).status).toBe(400)
  expect((await change({ unheardOf: true })).status).toBe(400)
  expect((await change({ retentionDays: -1 })).status).toBe(400)
})

test('the list shows all, the named, or an instance itself', async () => {
  const alone = await startGateway()
  try {
    const list = async (query: string, token?: string) =>
      alone.call('GET', `/api/instance/list${query}`, token === undefined ? {} : { token })
    expect((await list('')).body).toMatchObject({ message: '0 Instances found', instances: [], meta: { total: 0 } })
    const made = await alone.call('POST', '/api/instance/new', { body: { name: 'one' } })
    expect((await list('')).body).toMatchObject({ message: '1 Instance found', meta: { total: 1 } })
    await alone.call('POST', '/api/instance/new', { body: { name: 'two' } })
    const names = async (query: string, token?: string) =>
      (await list(query, token)).body.instances.map((instance: { name: string }) => instance.name)
    expect((await list('')).body.message).toBe('2 Instances found')
    expect(await names('')).toEqual(['one', 'two'])
    expect(await names('?instanceName=two, nobody')).toEqual(['two'])
    expect(await names('?instanceName=')).toEqual(['one', 'two'])
    expect(await names('', made.body.data.token)).toEqual(['one'])
    expect(await names('?instanceName=one,two', made.body.data.token)).toEqual(['one'])
    expect((await list('?instanceName=nobody')).body.error.message).toBe('Instance not found')
    expect((await list('?instanceName=nobody,noone')).body).toMatchObject({ success: true, meta: { total: 0 } })
    expect((await list('?instanceName=two', made.body.data.token)).status).toBe(404)
  } finally {
    await alone.stop()
  }
})

test('a deleted instance is gone, and its name is free again', async () => {
  const { token } = (await create({ name: 'gone' })).body.data
  const deleted = await gateway.call('DELETE', '/api/instance/delete/gone')
  expect([deleted.status, deleted.body]).toMatchObject([
    200,
    { success: true, message: 'Instance deleted', instance: { name: 'gone', status: 'deleted' } },
  ])
  expect((await gateway.call('DELETE', '/api/instance/delete/gone')).status).toBe(404)
  expect((await gateway.call('GET', '/api/instance/list', { token })).status).toBe(401)
  expect((await create({ name: 'gone' })).status).toBe(201)
})

test('what was never linked cannot reconnect, and logs out without a word', async () => {
  await create({ name: 'idle' })
  const reconnected = await gateway.call('POST', '/api/instance/reconnect/idle')
  expect([reconnected.status, reconnected.body.error.message]).toEqual([
    400,
    'Instance has no saved session — call /connect first',
  ])
  for (const _ of ['first', 'again']) {
    const { status, body } = await gateway.call('DELETE', '/api/instance/logout/idle')
    expect([status, body]).toMatchObject([200, { message: 'Instance logged out', instance: { status: 'loggedout' } }])
  }
  const { body } = await gateway.call('GET', '/api/instance/list?instanceName=idle')
  expect(body.instances[0].status).toBe('loggedout')
})

test('an account may have as many instances as its quota says', async () => {
  const small = await startGateway({ environment: { INSTANCE_QUOTA: '1' } })
  try {
    const make = (name: string) => small.call('POST', '/api/instance/new', { body: { name } })
    expect((await make('one')).status).toBe(201)
    const { status, body } = await make('two')
    expect([status, body.error.message]).toEqual([403, 'Account instance quota exceeded'])
    await small.call('DELETE', '/api/instance/delete/one')
    expect((await make('two')).status).toBe(201)
  } finally {
    await small.stop()
  }
})

test('a proxy that was asked for comes back switched off, with the reason', async () => {
  const { status, body } = await create({
    name: 'proxied',
    proxyEnabled: true,
    proxyHost: 'proxy.example',
    proxyPort: '80',
  })
  expect(status).toBe(201)
  expect(body.instance.proxy).toMatchObject({ enabled: false, error: expect.any(String) })
})
