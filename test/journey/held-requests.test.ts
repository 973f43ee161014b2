import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startGateway, type TestGateway } from './gateway.ts'
import { signIn, type Visitor } from './visitor.ts'

const SHOP = 'token-of-the-shop-01'
const PLACES = 50

let silent: Server
let gateway: TestGateway

/** A WhatsApp that never says a word: whoever asks for a code waits. */
beforeEach(async () => {
  silent = createServer(() => {}).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  gateway = await startGateway({ sandbox: { whatsappUrl: `ws://127.0.0.1:${port}/ws`, rootKey: 'ab'.repeat(32) } })
  await gateway.call('POST', '/api/instance/new', { body: { name: 'shop', token: SHOP } })
})

afterEach(async () => {
  await gateway.stop()
  silent.close()
})

/** Asks for a code and hangs up when it is told to. */
function connect(token?: string) {
  const caller = new AbortController()
  const call = { signal: caller.signal, ...(token === undefined ? {} : { token }) }
  const held = { status: 0, retryAfter: '', hangUp: () => caller.abort() }
  gateway.call('GET', '/api/instance/connect/shop', call).then(
    ({ status, headers }) => {
      held.status = status
      held.retryAfter = headers.get('retry-after') ?? ''
    },
    () => {},
  )
  return held
}

/** What the API says to a look for a form that is not there. */
async function look(waitSeconds: number, token?: string) {
  const path = `/api/form/get/shop?messageId=nothing&wait=${waitSeconds}`
  const { status, body, headers } = await gateway.call('GET', path, token === undefined ? {} : { token })
  return [status, body.error.code, headers.get('retry-after')]
}

const FULL = [429, 'too_many_waiting', '5']
const FREE = [404, 'form_not_found', null]

test('fifty requests of a token may wait; when one of them hangs up there is a place again', async () => {
  const all = Array.from({ length: PLACES + 3 }, () => connect())
  await expect.poll(() => all.filter(({ status }) => status === 429)).toHaveLength(3)
  const waiting = all.filter(({ status }) => status === 0)
  expect([waiting.length, ...all.map(({ retryAfter }) => retryAfter).filter(Boolean)]).toEqual([PLACES, '5', '5', '5'])

  expect(await look(1)).toEqual(FULL)
  expect(await look(0)).toEqual(FREE)
  expect((await gateway.call('GET', '/api/instance/list')).status).toBe(200)
  expect(await look(1, SHOP)).toEqual(FREE)

  waiting[0]?.hangUp()
  await expect.poll(() => look(1)).toEqual(FREE)
  const last = [connect(), connect()]
  await expect.poll(() => last.filter(({ status }) => status === 429)).toHaveLength(1)
  expect(await look(1)).toEqual(FULL)
})

test('a token takes no more places by signing in: its sessions share its fifty', async () => {
  const [visitor, other] = [await signIn(gateway), await signIn(gateway)]
  const lookAs = async (who: Visitor) => {
    const { status, body, headers } = await who.call('GET', '/api/form/get/shop?messageId=nothing&wait=1')
    return [status, body.error.code, headers.get('retry-after')]
  }
  const leaving = new AbortController()
  const waiting = [visitor, other].flatMap((who) =>
    Array.from({ length: PLACES / 2 }, () =>
      who.call('GET', '/api/instance/connect/shop', { signal: leaving.signal }).catch(() => null),
    ),
  )
  await expect.poll(() => lookAs(visitor)).toEqual(FULL)
  expect([await lookAs(other), await look(1)]).toEqual([FULL, FULL])
  expect(await look(1, SHOP)).toEqual(FREE)
  leaving.abort()
  expect((await Promise.all(waiting)).filter(Boolean)).toEqual([])
  await expect.poll(() => lookAs(other)).toEqual(FREE)
})
