import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createApi } from './http.ts'
import { type Bench, createBench, type Ready } from './testing/command.ts'

let bench: Bench
beforeAll(() => {
  bench = createBench()
})
afterEach(() => bench.reset())
afterAll(() => bench.clear())

/** The page of the phone that the console frames, as it is told. */
async function framedPage({ baseUrl, accountToken }: Ready): Promise<unknown> {
  const signedIn = await fetch(`${baseUrl}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: accountToken }),
  })
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
  const seen = await fetch(`${baseUrl}/api/session`, { headers: { cookie, 'x-formwire': '1' } })
  return ((await seen.json()) as Record<string, unknown>)['sandboxPageUrl']
}

test('--json prints one line with what a program needs, and stays up with a closed standard input', async () => {
  const demo = bench.start(['--json'])
  const ready = await demo.ready()
  expect(Object.keys(ready)).toEqual([
    'baseUrl',
    'accountToken',
    'instance',
    'instanceToken',
    'phone',
    'controlUrl',
    'pageUrl',
  ])
  for (const url of [ready.baseUrl, ready.controlUrl]) expect(url).toBe(new URL(url).origin)
  expect(ready.pageUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/page\/[\w-]{32}$/)
  const policy = (await fetch(ready.baseUrl)).headers.get('content-security-policy')
  expect(policy).toContain(`frame-src ${ready.controlUrl};`)
  expect(await framedPage(ready)).toBe(`${ready.pageUrl}/?phone=${ready.phone}`)
  expect(ready.phone).toMatch(/^55[1-9][1-9]9\d{8}$/)

  const account = createApi(ready.baseUrl, { token: ready.accountToken })
  const [instance] = (await account.get(`/api/instance/list?instanceName=${ready.instance}`)).body['instances'] as {
    status: string
    numberJid: string
    token: string
  }[]
  expect(instance).toMatchObject({ status: 'connected', token: ready.instanceToken })
  expect(instance?.numberJid).toMatch(/^\d+(:\d+)?@s\.whatsapp\.net$/)
  expect(instance?.numberJid).not.toContain(ready.phone)

  const gateway = createApi(ready.baseUrl, { token: ready.instanceToken })
  const sent = await gateway.post(`/api/message/form/${ready.instance}`, { number: ready.phone, message: 'Oi' })
  const { messageId } = sent.body['data'] as { messageId: string }
  const read = await gateway.get(`/api/form/get/${ready.instance}?messageId=${messageId}&wait=1`)
  expect(read.body['form']).toMatchObject({ answerCount: 0 })

  expect(demo.process.exitCode).toBeNull()
  expect(demo.out().trimEnd().split('\n')).toHaveLength(1)
  demo.process.kill('SIGTERM')
  expect(await demo.ended).toMatchObject({ code: 0 })
  expect(demo.err()).toBe('')
})

test('a person is told where to look, and the printed curl is followed by its events', async () => {
  const demo = bench.start([])
  await demo.untilOut(/Ctrl-C ends/)
  const text = demo.out()
  const origin = /API documentation +(\S+)\/docs/.exec(text)?.[1] ?? ''
  for (const url of [/customer's phone +(\S+)/, /API documentation +(\S+)/, /Console +(\S+)/]) {
    expect((await fetch(url.exec(text)?.[1] ?? '')).status).toBeLessThan(400)
  }
  const tokenFile = /Sign in with +the account token in (.+)/.exec(text)?.[1] ?? ''
  const token = readFileSync(tokenFile, 'utf8').trim()
  expect(text).not.toContain(token)
  expect((await createApi(origin, { token }).get('/api/instance/list')).status).toBe(200)
  const curl = /curl [\s\S]*?'\n\n/.exec(text)?.[0] ?? ''
  expect(curl).toContain(origin)
  const { stdout } = await promisify(execFile)('sh', ['-c', curl.replace('curl', 'curl -sS')])
  const { messageId } = (JSON.parse(stdout) as { data: { messageId: string } }).data
  await demo.untilOut(/ {2}form\.sent\n/)
  await demo.untilOut(/ {2}message\.status\n/)
  await demo.untilOut(new RegExp(` {2}message\\.exchange\\n[^]*${messageId}`))
  demo.process.kill('SIGINT')
  expect(await demo.ended).toMatchObject({ code: 0 })
  expect(demo.out()).not.toContain('event stream was closed')
})

test('a person hears when the instance was deleted and no more events come', async () => {
  const demo = bench.start([], { ACCOUNT_TOKEN: 'an-account-token-of-ours' })
  await demo.untilOut(/Ctrl-C ends/)
  expect(demo.out()).toMatch(/Sign in with +the account token that you gave as ACCOUNT_TOKEN\n/)
  const origin = /API documentation +(\S+)\/docs/.exec(demo.out())?.[1] ?? ''
  const deleted = await fetch(`${origin}/api/instance/delete/demo`, {
    method: 'DELETE',
    headers: { token: 'an-account-token-of-ours' },
  })
  expect(deleted.status).toBe(200)
  await demo.untilOut(/The event stream was closed \(1008\): no more events are shown\./)
  demo.process.kill('SIGTERM')
  expect(await demo.ended).toMatchObject({ code: 0 })
})

test('--auto --json brings the answer in one line, and leaves nothing', async () => {
  const demo = bench.start(['--auto', '--json'], {}, { how: 'npm' })
  expect(await demo.ended).toMatchObject({ code: 0 })
  const trip = JSON.parse(demo.out()) as Record<string, unknown>
  expect(Object.keys(trip)).toEqual(['messageId', 'flowToken', 'state', 'answers', 'webhook', 'tookMs'])
  expect(trip).toMatchObject({ state: 'answered', webhook: true, answers: { fullName: 'Ana Souza' } })
  expect(trip['tookMs']).toSatisfy(Number.isInteger)
  await bench.untilOver()
  expect(readdirSync(bench.temp).filter((name) => name.startsWith('formwire-demo-'))).toEqual([])
})

test('who reads only the first line ends the demo with the first event that nobody takes', async () => {
  const demo = bench.start([])
  await demo.untilOut(/Ctrl-C ends/)
  demo.process.stdout?.destroy()
  const curl = /curl [\s\S]*?'\n\n/.exec(demo.out())?.[0] ?? ''
  await promisify(execFile)('sh', ['-c', curl.replace('curl', 'curl -sS')]).catch(() => {})
  expect(await demo.ended).toMatchObject({ code: 0 })
  expect(demo.err()).not.toMatch(/\n\s+at /)
})

test('a default port that is taken gives way to the next one', async () => {
  const holder = createServer()
  await new Promise<void>((resolve) => {
    holder.once('error', () => resolve())
    holder.listen(8080, '127.0.0.1', resolve)
  })
  try {
    const demo = bench.start(['--json'])
    const { baseUrl } = await demo.ready()
    expect(Number(new URL(baseUrl).port)).toBeGreaterThan(8080)
    demo.process.kill('SIGTERM')
    await demo.ended
  } finally {
    holder.close()
  }
})
