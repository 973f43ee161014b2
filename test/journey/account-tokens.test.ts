import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ACCOUNT_TOKEN, type Call, type Reply, startGateway, type TestGateway } from './gateway.ts'

let gateway: TestGateway
let shopToken: string

beforeAll(async () => {
  gateway = await startGateway()
  shopToken = (await create('shop')).body.data.token
  await create('other')
})

afterAll(() => gateway.stop())

function create(name: string, body: object = {}): Promise<Reply> {
  return gateway.call('POST', '/api/instance/new', { body: { name, ...body } })
}

async function refusal(method: string, path: string, call?: Call) {
  const { status, body } = await gateway.call(method, path, call)
  expect(body).toMatchObject({ success: false })
  return [status, body.error.message]
}

const SETTINGS = '/api/instance/getSettings'

test('without a token, the instance is not even looked for', async () => {
  const missing = [401, 'Missing token in header']
  for (const path of ['/api/instance/list', `${SETTINGS}/shop`, `${SETTINGS}/nobody`, SETTINGS]) {
    expect(await refusal('GET', path, { token: null }), path).toEqual(missing)
  }
  expect(await refusal('GET', '/api/instance/list', { token: '' })).toEqual(missing)
  expect(await refusal('GET', '/api/instance/list', { token: null, headers: { authorization: 'Basic YTpi' } })).toEqual(
    missing,
  )
})

test('a token may come in either header, or the same in both', async () => {
  const authorization = `Bearer ${ACCOUNT_TOKEN}`
  const list = (call: Call) => gateway.call('GET', '/api/instance/list', call).then(({ status }) => status)
  expect(await list({})).toBe(200)
  expect(await list({ token: null, headers: { authorization } })).toBe(200)
  expect(await list({ token: null, headers: { authorization: `bearer ${shopToken}` } })).toBe(200)
  expect(await list({ headers: { authorization } })).toBe(200)
  expect(await refusal('GET', '/api/instance/list', { token: shopToken, headers: { authorization } })).toEqual([
    401,
    'Invalid token',
  ])
})

test('an unknown token is invalid, and so is one in the query', async () => {
  expect(await refusal('GET', `${SETTINGS}/shop`, { token: 'nobody-has-this-token' })).toEqual([401, 'Invalid token'])
  expect(await refusal('GET', `${SETTINGS}/shop?token=${shopToken}`, { token: null })).toEqual([
    401,
    'Missing token in header',
  ])
})

test('a TokenInstance makes and deletes no instance, not even its own', async () => {
  const invalid = [401, 'Invalid token']
  expect(await refusal('POST', '/api/instance/new', { token: shopToken, body: { name: 'third' } })).toEqual(invalid)
  expect(await refusal('DELETE', '/api/instance/delete/shop', { token: shopToken })).toEqual(invalid)
  expect(await refusal('DELETE', '/api/instance/delete/other', { token: shopToken })).toEqual(invalid)
  expect(await refusal('POST', '/api/instance/rotateToken/shop', { token: shopToken })).toEqual(invalid)
})

test('a TokenInstance is for its own instance only, and is not told which others there are', async () => {
  const foreign = [403, 'Instance token does not match requested instance']
  expect((await gateway.call('GET', `${SETTINGS}/shop`, { token: shopToken })).status).toBe(200)
  expect(await refusal('GET', `${SETTINGS}/other`, { token: shopToken })).toEqual(foreign)
  expect(await refusal('GET', `${SETTINGS}/nobody`, { token: shopToken })).toEqual(foreign)
})

test('an account is told that an instance is not there', async () => {
  expect(await refusal('GET', `${SETTINGS}/nobody`)).toEqual([404, 'Instance not found'])
  expect(await refusal('GET', `${SETTINGS}/${'n'.repeat(3000)}`)).toEqual([404, 'Instance not found'])
  expect(await refusal('GET', `${SETTINGS}/SHOP`)).toEqual([404, 'Instance not found'])
})

test('a route for an instance asks for its name', async () => {
  for (const path of [SETTINGS, `${SETTINGS}/`, `${SETTINGS}/%20`]) {
    expect(await refusal('GET', path), path).toEqual([400, 'Instance name is required'])
  }
})

test('the instance is judged before the body', async () => {
  const call = { headers: { 'content-type': 'text/plain' }, body: 'no JSON' }
  expect(await refusal('POST', '/api/instance/settings/nobody', call)).toEqual([404, 'Instance not found'])
  expect((await refusal('POST', '/api/instance/settings/shop', call))[0]).toBe(415)
})

test('a chosen token is 16 to 256 visible characters and nobody else’s', async () => {
  const chosen = 'chosen-by-the-caller'
  const created = await create('chosen', { token: chosen })
  expect([created.status, created.body.data.token, created.body.instance.token]).toEqual([201, chosen, chosen])
  expect((await gateway.call('GET', `${SETTINGS}/chosen`, { token: chosen })).status).toBe(200)
  for (const token of [chosen, ACCOUNT_TOKEN]) expect((await create('copycat', { token })).status).toBe(409)
  for (const token of ['fifteen-letters', 'with a space in it', 'a'.repeat(257), 'ünvisible-characters', 17]) {
    expect((await create('wrong', { token })).status, String(token)).toBe(400)
  }
  expect((await gateway.call('GET', `${SETTINGS}/copycat`)).status).toBe(404)
})

test('a rotated token replaces the old one at once', async () => {
  const { token: old } = (await create('rotating')).body.data
  const rotated = await gateway.call('POST', '/api/instance/rotateToken/rotating')
  const { token } = rotated.body.data
  expect(rotated.body.instance.token).toBe(token)
  expect(token).not.toBe(old)
  expect((await gateway.call('GET', `${SETTINGS}/rotating`, { token })).status).toBe(200)
  expect(await refusal('GET', `${SETTINGS}/rotating`, { token: old })).toEqual([401, 'Invalid token'])
  const { body } = await gateway.call('GET', '/api/instance/list?instanceName=rotating')
  expect(body.instances[0].token).toBe(token)
})

test('the first start makes an account; its token is in a file of the owner alone, and changes with ACCOUNT_TOKEN', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'formwire-account-'))
  const file = join(dataDir, 'account-token')
  const list = async (token: string, environment: Record<string, string>) => {
    const started = await startGateway({ dataDir, environment })
    const { status } = await started.call('GET', '/api/instance/list', { token })
    await started.stop()
    return status
  }
  try {
    expect(await list('whatever', { ACCOUNT_TOKEN: '' })).toBe(401)
    const made = (await readFile(file, 'utf8')).trim()
    expect(made.length).toBeGreaterThanOrEqual(24)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await list(made, { ACCOUNT_TOKEN: '' })).toBe(200)

    expect(await list(made, { ACCOUNT_TOKEN: 'the-operators-own-token' })).toBe(401)
    expect(await list('the-operators-own-token', { ACCOUNT_TOKEN: '' })).toBe(200)
    await expect(stat(file)).rejects.toThrow('ENOENT')
    await expect(
      startGateway({ dataDir, environment: { ACCOUNT_TOKEN: '', FORMWIRE_HOST: '0.0.0.0' } }),
    ).rejects.toThrow('too few for a public host')
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
})
