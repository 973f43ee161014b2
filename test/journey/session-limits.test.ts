import { afterEach, expect, test } from 'vitest'
import { type Clock, systemClock } from '../../src/kernel/clock.ts'
import { type Reply, startGateway, type TestGateway } from './gateway.ts'
import { askToSignIn, outcome, signIn, type Visitor } from './visitor.ts'

const LIMITED = { RATE_LIMIT_PER_MINUTE: '100', RATE_LIMIT_NEW_PER_MINUTE: '20' }
const LIST = '/api/instance/list'
const SHOP = 'token-of-the-shop-01'

let gateway: TestGateway
/** Minutes end when a test says so. */
let now = systemClock.now()
const clock: Clock = { now: () => now, after: systemClock.after }

async function start(environment: Record<string, string> = LIMITED): Promise<void> {
  gateway = await startGateway({ environment, clock })
}

afterEach(() => gateway.stop())

/** Limit and rest as the headers say; null where there are none. */
function told({ headers }: Pick<Reply, 'headers'>): [limit: number, remaining: number] | null {
  const limit = headers.get('x-ratelimit-limit')
  return limit === null ? null : [Number(limit), Number(headers.get('x-ratelimit-remaining'))]
}

async function use(times: number, visitor: Visitor): Promise<void> {
  for (let left = times; left > 0; left -= 50) {
    await Promise.all(Array.from({ length: Math.min(50, left) }, () => visitor.call('GET', LIST)))
  }
}

test('the sessions of a token share 600 requests a minute, and the token keeps its 100', async () => {
  await start()
  await gateway.call('POST', '/api/instance/new', { body: { name: 'shop', token: SHOP } })
  const [visitor, other, ofShop] = [await signIn(gateway), await signIn(gateway), await signIn(gateway, SHOP)]
  expect(told(await visitor.call('GET', LIST))).toEqual([600, 599])
  expect(told(await other.call('GET', '/api/session'))).toEqual([600, 598])
  expect(told(await visitor.call('GET', '/api/instance/getSettings/nobody'))).toEqual([600, 597])
  await use(597, visitor)
  const refused = await visitor.call('GET', LIST)
  expect([outcome(refused), told(refused)]).toEqual([
    [429, 'rate_limited'],
    [600, 0],
  ])
  expect(Number(refused.headers.get('retry-after'))).toBe(60)
  await expect(visitor.listen('shop')).rejects.toThrow('429')
  expect(outcome(await other.call('GET', LIST))).toEqual([429, 'rate_limited'])
  expect(told(await ofShop.call('GET', LIST))).toEqual([600, 599])
  expect(told(await gateway.call('GET', LIST))).toEqual([100, 98])
  now += 60_000
  expect(told(await visitor.call('DELETE', '/api/session'))).toEqual([600, 599])
})

test('what a session makes counts on the 20 a minute of its token, together with what the token makes', async () => {
  await start()
  const visitor = await signIn(gateway)
  const make = (call: TestGateway['call']) => call('POST', '/api/instance/new', { body: { name: 'a name' } })
  for (let count = 0; count < 10; count += 1) {
    expect(told(await make(visitor.call))).toEqual([20, 19 - 2 * count])
    expect(told(await make(gateway.call))).toEqual([20, 18 - 2 * count])
  }
  expect(outcome(await make(visitor.call))).toEqual([429, 'rate_limited'])
  expect(outcome(await make(gateway.call))).toEqual([429, 'rate_limited'])
  expect(told(await visitor.call('GET', LIST))).toEqual([600, 588])
})

test('signing in, and cookies that are no session, count on the address', async () => {
  await start()
  expect(told(await askToSignIn(gateway, gateway.accountToken))).toEqual([100, 99])
  expect(told(await askToSignIn(gateway, 'nobody-has-this-token'))).toEqual([100, 98])
  const headers = { cookie: `formwire_session=${'A'.repeat(43)}`, 'x-formwire': '1' }
  for (const [method, path, rest] of [
    ['GET', LIST, 97],
    ['GET', '/api/session', 96],
    ['DELETE', '/api/session', 95],
  ] as const) {
    expect(told(await gateway.call(method, path, { token: null, headers })), path).toEqual([100, rest])
  }
})

test('where limits are switched off, sessions have none either', async () => {
  await start({ RATE_LIMIT_PER_MINUTE: '0', RATE_LIMIT_NEW_PER_MINUTE: '0' })
  const visitor = await signIn(gateway)
  await use(650, visitor)
  const still = await visitor.call('GET', LIST)
  expect([outcome(still), told(still)]).toEqual([[200], null])
})
