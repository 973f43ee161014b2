import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { movableClock } from '../../src/event/rig.suite.ts'
import { type EngineName, makePlace, type StorePlace } from '../../src/platform/db/test-store.suite.ts'
import { startGateway, type TestGateway } from './gateway.ts'
import { askToSignIn, outcome, signIn } from './visitor.ts'

const SHOP = 'token-of-the-shop-01'
const LIST = '/api/instance/list'
const HOUR_MS = 3_600_000
const ENDED = [401, 'session_ended']

/** Signing in to the console, from the first look to the last. */
export function testSessions(engine: EngineName): void {
  const clock = movableClock()
  let place: StorePlace
  let gateway: TestGateway

  async function start(environment: Record<string, string> = {}): Promise<TestGateway> {
    const { databaseUrl, dataDir } = place.options
    const store = databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }
    return startGateway({ dataDir, clock, environment: { ...store, ...environment } })
  }

  async function stop(): Promise<void> {
    const ticking = setInterval(() => clock.advance(100), 10)
    await gateway.stop()
    clearInterval(ticking)
  }

  beforeAll(async () => {
    place = await makePlace(engine)
    gateway = await start()
    await gateway.call('POST', '/api/instance/new', { body: { name: 'shop', token: SHOP } })
    await gateway.call('POST', '/api/instance/new', { body: { name: 'bakery' } })
  })
  afterEach(() => clock.advance(10 * 60_000))
  afterAll(async () => {
    await stop()
    await place.remove()
  })

  test('who signs in with an account token may everything that the account may', async () => {
    const visitor = await signIn(gateway)
    const now = clock.now()
    const seen = await visitor.call('GET', '/api/session')
    expect(seen.status).toBe(200)
    expect(seen.body).toEqual({
      success: true,
      message: 'Session found',
      session: {
        type: 'account',
        account: 'default',
        instance: null,
        createdAt: new Date(now).toISOString(),
        expiresAt: new Date(now + 12 * HOUR_MS).toISOString(),
      },
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      sandboxPageUrl: null,
    })
    const listed = await visitor.call('GET', LIST)
    expect(listed.body.instances.map(({ name }: { name: string }) => name).toSorted()).toEqual(['bakery', 'shop'])
    expect(outcome(await visitor.call('POST', '/api/instance/new', { body: { name: 'short-lived' } }))).toEqual([201])
    expect(outcome(await visitor.call('DELETE', '/api/instance/delete/short-lived'))).toEqual([200])
  })

  test('who signs in with the token of an instance may neither see nor make another one', async () => {
    const visitor = await signIn(gateway, ` ${SHOP} `)
    const { session } = (await visitor.call('GET', '/api/session')).body
    expect(session).toMatchObject({ type: 'instance', account: 'default', instance: 'shop' })
    const listed = await visitor.call('GET', LIST)
    expect(listed.body.instances.map(({ name }: { name: string }) => name)).toEqual(['shop'])
    expect(outcome(await visitor.call('GET', '/api/instance/getSettings/shop'))).toEqual([200])
    expect(outcome(await visitor.call('GET', '/api/instance/getSettings/bakery'))).toEqual([
      403,
      'token_other_instance',
    ])
    for (const [method, path] of [
      ['POST', '/api/instance/new'],
      ['DELETE', '/api/instance/delete/shop'],
      ['POST', '/api/instance/rotateToken/shop'],
    ] as const) {
      const refused = await visitor.call(method, path, { body: { name: 'mine' } })
      expect([refused.status, refused.body.error.message], path).toEqual([401, 'Invalid token'])
    }
  })

  test('the cookie is nothing without the header that only our own page can send', async () => {
    const { cookie } = await signIn(gateway)
    for (const headers of [{ cookie }, { cookie, 'x-formwire': '0' }, { cookie, 'x-formwire': '' }]) {
      const refused = await gateway.call('GET', LIST, { token: null, headers })
      expect([refused.status, refused.body.error.message]).toEqual([401, 'Missing token in header'])
      expect(outcome(await gateway.call('GET', '/api/session', { token: null, headers }))).toEqual([
        401,
        'token_missing',
      ])
    }
    expect(outcome(await gateway.call('DELETE', '/api/session', { token: null, headers: { cookie } }))).toEqual([
      401,
      'token_missing',
    ])
    const headers = { cookie, 'x-formwire': '1' }
    expect(outcome(await gateway.call('GET', LIST, { token: null, headers }))).toEqual([200])
  })

  test('a token in a header wins over the cookie beside it', async () => {
    const visitor = await signIn(gateway)
    const asShop = await visitor.call('GET', LIST, { token: SHOP })
    expect(asShop.body.instances).toHaveLength(1)
    expect(outcome(await visitor.call('GET', LIST, { token: 'nobody-has-this-one' }))).toEqual([401, 'token_invalid'])
    const disagreeing = { headers: { authorization: 'Bearer another-one-entirely' }, token: SHOP }
    expect(outcome(await visitor.call('GET', LIST, disagreeing))).toEqual([401, 'token_invalid'])
  })

  test('who signs out is out at once, may do so again, and others stay', async () => {
    const [visitor, other] = [await signIn(gateway), await signIn(gateway)]
    expect(visitor.cookie).not.toBe(other.cookie)
    const bye = await visitor.call('DELETE', '/api/session')
    expect(outcome(bye)).toEqual([204])
    expect(bye.headers.get('set-cookie')).toBe('formwire_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict')
    for (const path of [LIST, '/api/session', '/api/instance/getSettings/shop']) {
      const refused = await visitor.call('GET', path)
      expect([refused.status, refused.body.error]).toEqual([
        401,
        { code: 'session_ended', message: 'The session has ended. Sign in again' },
      ])
    }
    expect(outcome(await visitor.call('DELETE', '/api/session'))).toEqual([204])
    expect(outcome(await other.call('GET', LIST))).toEqual([200])
  })

  test('who signs in again in the same browser ends the session before', async () => {
    const [visitor, other] = [await signIn(gateway), await signIn(gateway)]
    const again = await signIn(gateway, SHOP, { cookie: visitor.cookie })
    expect(outcome(await visitor.call('GET', LIST))).toEqual(ENDED)
    expect(outcome(await other.call('GET', LIST))).toEqual([200])
    expect(outcome(await askToSignIn(gateway, 'nobody-has-this-one', { cookie: other.cookie }))).toEqual([
      401,
      'token_invalid',
    ])
    expect(outcome(await other.call('GET', LIST))).toEqual([200])
    expect(again.cookie).not.toBe(visitor.cookie)
  })

  test('cookies that are no session, or two that differ, are told to sign in again', async () => {
    const [one, other] = [await signIn(gateway), await signIn(gateway)]
    for (const cookie of [
      '',
      'formwire_session=',
      `formwire_session=${'A'.repeat(43)}`,
      `formwire_session=${'A'.repeat(4_000)}`,
      'formwire_session=%00%ff; a=b',
      `${one.cookie}; ${other.cookie}`,
      `__Host-${one.cookie}`,
    ]) {
      expect(outcome(await one.call('GET', LIST, { headers: { cookie } })), cookie.slice(0, 60)).toEqual(ENDED)
    }
    const among = `theme=dark; ${one.cookie}; =; ${one.cookie}`
    expect(outcome(await one.call('GET', LIST, { headers: { cookie: among } }))).toEqual([200])
  })

  test('wrong tokens and bodies do not sign in', async () => {
    expect(outcome(await askToSignIn(gateway, 'nobody-has-this-one'))).toEqual([401, 'token_invalid'])
    for (const body of [undefined, {}, { token: '' }, { token: 5 }, { token: ['a'] }]) {
      const refused = await gateway.call('POST', '/api/session', { token: null, body })
      expect(outcome(refused), JSON.stringify(body)).toEqual([400, 'request_invalid'])
      expect(refused.headers.get('set-cookie')).toBeNull()
    }
  })

  test('a session ends after 12 hours without a use; uses, noted to the minute, move its end', async () => {
    const visitor = await signIn(gateway)
    clock.advance(11 * HOUR_MS)
    const { session } = (await visitor.call('GET', '/api/session')).body
    expect(Date.parse(session.expiresAt)).toBe(clock.now() + 12 * HOUR_MS)
    clock.advance(59_000)
    expect((await visitor.call('GET', '/api/session')).body.session).toEqual(session)
    clock.advance(12 * HOUR_MS - 59_001)
    const other = await signIn(gateway)
    expect(outcome(await visitor.call('GET', LIST))).toEqual([200])
    clock.advance(12 * HOUR_MS)
    expect(outcome(await visitor.call('GET', LIST))).toEqual(ENDED)
    expect(outcome(await other.call('GET', LIST))).toEqual(ENDED)
  })

  test('a session ends after 7 days, however much it is used', async () => {
    const visitor = await signIn(gateway)
    const end = clock.now() + 7 * 24 * HOUR_MS
    for (let hour = 8; hour < 7 * 24; hour += 8) {
      clock.advance(8 * HOUR_MS)
      const { session } = (await visitor.call('GET', '/api/session')).body
      expect(Date.parse(session.expiresAt)).toBe(Math.min(end, clock.now() + 12 * HOUR_MS))
    }
    clock.advance(end - clock.now() - 1)
    expect(outcome(await visitor.call('GET', LIST))).toEqual([200])
    clock.advance(1)
    expect(outcome(await visitor.call('GET', LIST))).toEqual(ENDED)
  })

  test('of more than 50 sessions of one token the oldest end, and no other token loses one', async () => {
    const ofShop = await signIn(gateway, SHOP)
    const visitors = []
    for (let count = 0; count < 51; count += 1) {
      clock.advance(1_000)
      visitors.push(await signIn(gateway))
    }
    const answers = await Promise.all(visitors.map((visitor) => visitor.call('GET', '/api/session')))
    expect(answers.map(({ status }) => status)).toEqual([401, ...Array.from({ length: 50 }, () => 200)])
    expect(outcome(await ofShop.call('GET', LIST))).toEqual([200])
  })

  test('a session outlives a restart, and ends when ACCOUNT_TOKEN says another token at the start', async () => {
    const [ofAccount, ofShop] = [await signIn(gateway), await signIn(gateway, SHOP)]
    await stop()
    gateway = await start()
    const port = (visitor: typeof ofAccount) => ({
      token: null,
      headers: { cookie: visitor.cookie, 'x-formwire': '1' },
    })
    expect(outcome(await gateway.call('GET', LIST, port(ofAccount)))).toEqual([200])
    await stop()
    gateway = await start({ ACCOUNT_TOKEN: 'another-account-token-of-the-journeys' })
    expect(outcome(await gateway.call('GET', LIST, port(ofAccount)))).toEqual(ENDED)
    expect(outcome(await gateway.call('GET', LIST, port(ofShop)))).toEqual([200])
    await stop()
    gateway = await start()
    expect(outcome(await gateway.call('GET', LIST, port(ofAccount)))).toEqual(ENDED)
  })

  test('a session of an instance ends with its token: rotated, or deleted', async () => {
    const made = await gateway.call('POST', '/api/instance/new', { body: { name: 'kiosk' } })
    const account = await signIn(gateway)
    const first = await signIn(gateway, made.body.instance.token)
    const rotated = await account.call('POST', '/api/instance/rotateToken/kiosk')
    expect(outcome(await first.call('GET', LIST))).toEqual(ENDED)
    const second = await signIn(gateway, rotated.body.instance.token)
    expect(outcome(await second.call('GET', LIST))).toEqual([200])
    expect(outcome(await account.call('DELETE', '/api/instance/delete/kiosk'))).toEqual([200])
    expect(outcome(await second.call('GET', LIST))).toEqual(ENDED)
    expect(outcome(await account.call('GET', LIST))).toEqual([200])
  })
}
