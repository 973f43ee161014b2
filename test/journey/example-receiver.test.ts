import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { control } from './sandbox.ts'
import { ANA, openShop, type Shop } from './shop.ts'

const EXAMPLE = join(import.meta.dirname, '../../examples/receiver.ts')
const PATIENCE = { timeout: 20_000 }

let shop: Shop
let folder: string
let secret: string
let child: ChildProcess | null = null
let url = ''
let stdout = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'formwire-example-'))
  shop = await openShop()
  const made = await shop.gateway.call('POST', '/api/events/webhook/shop', {
    body: { enabled: true, url: 'http://127.0.0.1:1/', events: ['form.answered'] },
  })
  secret = made.body.webhook.secret
  await start()
})

afterAll(async () => {
  child?.kill('SIGKILL')
  await shop?.close()
  await rm(folder, { recursive: true, force: true })
})

/** Starts the example as its first lines say, and points the webhook at it. */
async function start(): Promise<void> {
  const { PATH, NODE_OPTIONS } = process.env
  const env = { PATH, NODE_OPTIONS, PORT: '0', STORE_FILE: join(folder, 'receiver.db'), WEBHOOK_SECRET: secret }
  const started = spawn(process.execPath, [EXAMPLE], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  child = started
  started.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk
  })
  const [greeting] = (await once(started.stderr, 'data')) as [Buffer]
  url = /http:\S+/.exec(greeting.toString())?.[0] ?? ''
  const body = { enabled: true, url, events: ['form.answered'] }
  expect((await shop.gateway.call('POST', '/api/events/webhook/shop', { body })).status).toBe(200)
}

async function stop(): Promise<number | null> {
  const ended = child && once(child, 'exit')
  child?.kill('SIGTERM')
  const [code] = (await ended) as [number | null]
  return code
}

const lines = () =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { form: string; answers: { fullName: string } })

/** What an event about no form of ours would look like. */
function invent(id: string, by = secret, at = new Date()) {
  const data = { form: { messageId: id }, answer: { answers: { fullName: 'Invented' } } }
  const body = JSON.stringify({ id, event: 'form.answered', timestamp: at.toISOString(), version: 1, data })
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(by).sign(id, at, body),
  }
  return { body, headers }
}

async function post({ body, headers }: ReturnType<typeof invent>): Promise<[number, string]> {
  const response = await fetch(url, { method: 'POST', body, headers })
  return [response.status, await response.text()]
}

test('the answer to a form is printed, once', async () => {
  const sent = await shop.gateway.call('POST', '/api/message/form/shop', { body: { number: ANA, message: 'Oi' } })
  const { messageId } = sent.body.data
  await control(shop.sandbox, `phones/${ANA}/messages?after=0&waitMs=10000`)
  await control(shop.sandbox, `phones/${ANA}/answer`, { messageId, values: { full_name: 'Ana Souza' } })
  await expect.poll(() => lines(), PATIENCE).toMatchObject([{ form: messageId, answers: { fullName: 'Ana Souza' } }])
  const { body } = await shop.gateway.call('GET', '/api/events/deliveries/shop')
  expect(body.deliveries).toMatchObject([{ event: 'form.answered', state: 'delivered', lastStatus: 200 }])
})

test('what comes twice counts once, after a restart too', async () => {
  const event = invent('evt_twice')
  expect(await post(event)).toEqual([200, 'kept\n'])
  expect(await post(event)).toEqual([200, 'known\n'])
  await expect.poll(() => lines().at(-1), PATIENCE).toMatchObject({ form: 'evt_twice' })
  const before = lines().length
  expect(await stop()).toBe(0)
  await start()
  expect(await post(event)).toEqual([200, 'known\n'])
  expect(await post(invent('evt_next'))).toEqual([200, 'kept\n'])
  await expect.poll(() => lines().slice(before), PATIENCE).toMatchObject([{ form: 'evt_next' }])
})

test('what is forged, changed, old, too large or no POST is refused, and nothing of it is kept', async () => {
  const before = lines().length
  const other = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
  const refused = [401, 'the signature is not right\n']
  expect(await post(invent('evt_forged', other))).toEqual(refused)
  const changed = invent('evt_changed')
  expect(await post({ ...changed, body: changed.body.replace('Invented', 'Somebody') })).toEqual(refused)
  expect(await post(invent('evt_old', secret, new Date(Date.now() - 3_600_000)))).toEqual(refused)
  const renamed = invent('evt_renamed')
  expect(await post({ ...renamed, headers: { ...renamed.headers, 'webhook-id': 'evt_other' } })).toEqual(refused)
  expect(await post({ ...renamed, body: 'x'.repeat(9 * 1024 * 1024) })).toEqual([413, 'too large\n'])
  expect((await fetch(url)).status).toBe(405)
  expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(401)
  expect(await post(invent('evt_last'))).toEqual([200, 'kept\n'])
  await expect.poll(() => lines().slice(before), PATIENCE).toMatchObject([{ form: 'evt_last' }])
})

test('it says what is missing', async () => {
  const { PATH, NODE_OPTIONS } = process.env
  const bare = spawn(process.execPath, [EXAMPLE], { env: { PATH, NODE_OPTIONS }, cwd: folder, stdio: 'pipe' })
  const said: string[] = []
  bare.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()))
  const [code] = (await once(bare, 'close')) as [number]
  expect([code, said.join('')]).toEqual([1, expect.stringMatching(/^WEBHOOK_SECRET is missing: [^\n]+\n$/)])
})
