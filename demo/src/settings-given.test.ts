import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { anyFreePort } from './free-port.ts'
import { createApi } from './http.ts'
import { type Bench, createBench, type Running } from './testing/command.ts'

const HOST = '127.0.0.1'

let bench: Bench
beforeAll(() => {
  bench = createBench()
})
afterEach(() => bench.reset())
afterAll(() => bench.clear())

test('a port that was asked for and is taken is one sentence and exit code 1', async () => {
  const holder = createServer()
  await new Promise<void>((resolve) => holder.listen(0, HOST, resolve))
  const address = holder.address()
  const port = typeof address === 'object' && address ? address.port : 0
  try {
    await expectRefused({ PORT: String(port) }, `Port ${port} is in use; choose another one with PORT.\n`)
  } finally {
    holder.close()
  }
})

test('a wrong value is the sentence of the gateway', async () => {
  await expectRefused({ PORT: 'many' }, 'gateway: The configuration is wrong: PORT must be a whole number.\n')
  await expectRefused(
    { FORMWIRE_PROT: '1' },
    'gateway: The configuration is wrong: FORMWIRE_PROT is not a name we know.\n',
  )
})

test('a root key that is not the sandbox’s is told at once', async () => {
  const refusal =
    "WHATSAPP_ROOT_KEY is not the key of the demo's own WhatsApp: leave it out, or give its WHATSAPP_URL.\n"
  await expectRefused({ WHATSAPP_ROOT_KEY: '0'.repeat(64) }, refusal)
})

test('a data folder that cannot be made is one sentence', async () => {
  const file = join(bench.folder, 'a-file')
  writeFileSync(file, '')
  const refusal = `The folder ${file}/data-sandbox, for the sandbox's state, cannot be written (ENOTDIR).\n`
  await expectRefused({ DATA_DIR: join(file, 'data') }, refusal)
})

test('with --auto a reason on standard error goes with exit code 1, and EGRESS_ALLOW is not overridden', async () => {
  const demo = bench.start(['--auto', '--json'], { EGRESS_ALLOW: '10.0.0.0/8', PORT: '0' })
  expect(await demo.ended).toMatchObject({ code: 1 })
  expect(demo.out()).toBe('')
  expect(demo.err()).toMatch(/^configuring the webhook: [^\n]+\n$/)
})

test('what was given holds: token, port, origins, its own address, from the environment and from .env', async () => {
  const port = String(await anyFreePort(HOST))
  const demo = bench.start(['--json'], {
    FORMWIRE_PORT: port,
    PORT: '1',
    ACCOUNT_TOKEN: 'an-account-token-of-ours',
    BASE_URL: 'https://forms.example.com/',
    CORS_ORIGINS: 'https://shop.example.com',
    SECRET_KEY: 'ab'.repeat(32),
  })
  const ready = await demo.ready()
  expect(ready).toMatchObject({ baseUrl: 'https://forms.example.com', accountToken: 'an-account-token-of-ours' })
  const reply = await fetch(`http://${HOST}:${port}/api/instance/list`, {
    headers: { token: 'an-account-token-of-ours', origin: 'https://shop.example.com' },
  })
  expect(reply.status).toBe(200)
  expect(reply.headers.get('access-control-allow-origin')).toBe('https://shop.example.com')
  await end(demo)
})

test('a .env beside the process counts, for the demo as for the gateway', async () => {
  const folder = join(bench.folder, 'elsewhere')
  mkdirSync(folder)
  writeFileSync(join(folder, '.env'), 'FORMWIRE_ACCOUNT_TOKEN=a-token-out-of-the-file\nPORT=0\n')
  const demo = bench.start(['--json'], {}, { cwd: folder })
  const ready = await demo.ready()
  expect(ready.accountToken).toBe('a-token-out-of-the-file')
  expect((await createApi(ready.baseUrl, { token: ready.accountToken }).get('/api/instance/list')).status).toBe(200)
  await end(demo)
})

test('a data folder is kept, and a second start comes up linked, after --auto too', async () => {
  const env = { DATA_DIR: join(bench.folder, 'kept'), PORT: '0' }
  const auto = bench.start(['--auto', '--json'], env)
  expect(await auto.ended).toMatchObject({ code: 0 })
  const { messageId } = JSON.parse(auto.out()) as { messageId: string }

  const again = bench.start(['--json'], env)
  const ready = await again.ready()
  const gateway = createApi(ready.baseUrl, { token: ready.instanceToken })
  const read = await gateway.get(`/api/form/get/${ready.instance}?messageId=${messageId}`)
  expect(read.body['form']).toMatchObject({ state: 'answered' })
  const webhook = await gateway.get(`/api/events/webhook/${ready.instance}?label=demo`)
  expect(webhook.body['webhook']).toMatchObject({ enabled: false })
  const phone = await createApi(ready.controlUrl, {}).get(`/control/phones/${ready.phone}/messages?after=0`)
  expect(JSON.stringify(phone.body['messages'])).toContain(messageId)
  const sent = await gateway.post(`/api/message/form/${ready.instance}`, { number: ready.phone, message: 'Oi' })
  expect(sent.status).toBe(200)

  const third = bench.start(['--json'], env)
  expect(await third.ended).toMatchObject({ code: 1 })
  expect(third.err()).toBe(`Another demo is using the data folder ${env.DATA_DIR}.\n`)
  await end(again)
})

async function expectRefused(env: Record<string, string>, sentence: string): Promise<void> {
  const demo = bench.start(['--json'], env)
  expect(await demo.ended).toMatchObject({ code: 1 })
  expect(demo.err()).toBe(sentence)
  expect(demo.out()).toBe('')
  await bench.untilOver()
}

async function end(demo: Running): Promise<void> {
  demo.process.kill('SIGTERM')
  expect(await demo.ended).toMatchObject({ code: 0 })
}
