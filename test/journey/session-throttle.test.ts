import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Clock, systemClock } from '../../src/kernel/clock.ts'
import { startGateway, type TestGateway } from './gateway.ts'
import { askToSignIn, outcome, signIn } from './visitor.ts'

const WRONG = 'nobody-has-this-token'
const THROTTLED = [429, 'sign_in_throttled']
/** 2001:db8:1:2::/64 and its neighbour. */
const [HERE, SAME_NETWORK, NEXT_NETWORK] = ['2001:db8:1:2::1', '2001:DB8:1:2:ffff::9', '2001:db8:1:3::1']

let gateway: TestGateway
let ahead = 0

/** The machine's clock, moved on by hand. */
const clock: Clock = { now: () => systemClock.now() + ahead, after: systemClock.after }

beforeEach(async () => {
  gateway = await startGateway({ clock, environment: { TRUST_PROXY: '127.0.0.1' } })
})
afterEach(async () => {
  ahead = 0
  await gateway.stop()
})

const from = (address: string) => ({ 'x-forwarded-for': address })
const tryToken = (token: string, address: string) => askToSignIn(gateway, token, from(address))

async function failTenTimes(address: string): Promise<void> {
  for (let failed = 0; failed < 10; failed += 1) {
    expect(outcome(await tryToken(WRONG, address))).toEqual([401, 'token_invalid'])
  }
}

test('after ten wrong tokens a whole IPv6 network is refused, a right token too, and its neighbour is not', async () => {
  await failTenTimes(HERE)
  for (const [token, address] of [
    [WRONG, HERE],
    [gateway.accountToken, HERE],
    [gateway.accountToken, SAME_NETWORK],
  ] as const) {
    const refused = await tryToken(token, address)
    expect(outcome(refused), address).toEqual(THROTTLED)
    expect(refused.headers.get('set-cookie')).toBeNull()
    const seconds = Number(refused.headers.get('retry-after'))
    expect(seconds).toBeGreaterThan(590)
    expect(seconds).toBeLessThanOrEqual(600)
  }
  expect(outcome(await tryToken(gateway.accountToken, NEXT_NETWORK))).toEqual([204])
  expect(outcome(await tryToken(gateway.accountToken, '203.0.113.9'))).toEqual([204])
  ahead = 10 * 60_000
  expect(outcome(await tryToken(gateway.accountToken, HERE))).toEqual([204])
})

test('who is signed in and who calls with a token are not disturbed by wrong tokens from their address', async () => {
  const visitor = await signIn(gateway, gateway.accountToken, from(HERE))
  await failTenTimes(HERE)
  expect(outcome(await visitor.call('GET', '/api/session'))).toEqual([200])
  const call = await gateway.call('GET', '/api/instance/list', { headers: from(HERE) })
  expect(outcome(call)).toEqual([200])
})

test('a hundred guesses that come at once are told no more than ten', async () => {
  const tokens = Array.from({ length: 100 }, (_, index) => (index === 60 ? gateway.accountToken : `${WRONG}-${index}`))
  const outcomes = await Promise.all(tokens.map(async (token) => outcome(await tryToken(token, HERE))))
  expect(outcomes.filter(([status]) => status === 401).length).toBeLessThanOrEqual(10)
  expect(outcomes.filter(([status]) => status === 429).length).toBeGreaterThanOrEqual(89)
})

test.each(['http://evil.example', 'http://127.0.0.1:9999', 'null', ''])(
  'a page of another origin (%j) uses up no guess of whoever looks at it, signs nobody in, and nobody out',
  async (origin) => {
    for (let guess = 0; guess < 11; guess += 1) {
      const refused = await askToSignIn(gateway, WRONG, { ...from(HERE), origin })
      expect(outcome(refused)).toEqual([403, 'origin_refused'])
    }
    const right = await askToSignIn(gateway, gateway.accountToken, { ...from(HERE), origin })
    expect([outcome(right), right.headers.get('set-cookie')]).toEqual([[403, 'origin_refused'], null])
    const visitor = await signIn(gateway, gateway.accountToken, from(HERE))
    expect(outcome(await visitor.call('DELETE', '/api/session', { headers: { origin } }))).toEqual([
      403,
      'origin_refused',
    ])
    const own = { origin: new URL(gateway.baseUrl).origin }
    expect(outcome(await visitor.call('GET', '/api/session', { headers: own }))).toEqual([200])
    expect(outcome(await visitor.call('DELETE', '/api/session', { headers: own }))).toEqual([204])
    expect(outcome(await askToSignIn(gateway, gateway.accountToken, { ...from(HERE), ...own }))).toEqual([204])
  },
)

test('a chosen token is no way to find out which exist: ten that do count like failed sign-ins', async () => {
  const headers = from(HERE)
  const make = (name: string, token?: string) =>
    gateway.call('POST', '/api/instance/new', { headers, body: { name, ...(token !== undefined && { token }) } })
  const taken = 'token-of-the-first-one'
  expect(outcome(await make('first', taken))).toEqual([201])
  for (let failed = 0; failed < 10; failed += 1) {
    const token = failed % 2 === 0 ? taken : gateway.accountToken
    expect(outcome(await make(`guess-${failed}`, token))).toEqual([409, 'token_taken'])
  }
  const refused = await make('guess-more', taken)
  expect(outcome(refused)).toEqual(THROTTLED)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(590)
  expect(outcome(await make('guess-free', 'token-that-nobody-has-yet'))).toEqual(THROTTLED)
  expect(outcome(await tryToken(gateway.accountToken, HERE))).toEqual(THROTTLED)
  expect(outcome(await make('without-one'))).toEqual([201])
  const { body } = await gateway.call('GET', '/api/instance/list')
  expect(body.instances.map(({ name }: { name: string }) => name).toSorted()).toEqual(['first', 'without-one'])
})
