import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { Announcement } from '../kernel/event.ts'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { ACCOUNT_TOKEN, movableClock, openRig, type Rig, stateNews, tokenOf, until } from './rig.suite.ts'

const HOUR_MS = 3_600_000

/** An event that nobody gets who did not name it. */
const PAUSED: Announcement = {
  instanceId: 'ins_shop',
  event: { type: 'webhook.paused', data: { label: 'x', timestamp: '', reason: 'paused' } },
  orderKey: null,
  messageId: null,
}

async function cookieOf(rig: Rig, token: string): Promise<string> {
  const reply = await fetch(`${rig.baseUrl}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  })
  expect(reply.status).toBe(204)
  return reply.headers.get('set-cookie')?.split(';')[0] ?? ''
}

/** What a page of ours sends; the headers given replace it. */
async function headersOf(rig: Rig, token: string, more: Record<string, string> = {}): Promise<Record<string, string>> {
  return { cookie: await cookieOf(rig, token), origin: rig.baseUrl, ...more }
}

/** Resolves with the socket once it is open. @throws the status that it was refused with */
async function listen(rig: Rig, headers: Record<string, string>, path = '/ws/shop') {
  const socket = new WebSocket(`${rig.baseUrl.replace('http', 'ws')}${path}`, { headers })
  const events: string[] = []
  const closed = new Promise<string>((resolve) => {
    socket.on('close', (code, reason) => resolve(`${code} ${reason}`))
  })
  socket.on('message', (text) => events.push(JSON.parse(String(text)).event))
  await new Promise((resolve, reject) => {
    socket.on('open', resolve)
    socket.on('error', reject)
  })
  return { socket, events, closed, isOpen: () => socket.readyState === WebSocket.OPEN }
}

const signOut = (rig: Rig, cookie: string) =>
  fetch(`${rig.baseUrl}/api/session`, { method: 'DELETE', headers: { cookie, 'x-formwire': '1' } })

describeStores((open) => {
  test('a session hears every event although no WebSocket is configured, and none becomes configured', async () => {
    const rig = await openRig(await open())
    const { events } = await listen(rig, await headersOf(rig, tokenOf('shop')))
    await rig.announce(PAUSED)
    await rig.announce(stateNews('first'))
    await until(() => events.length === 2)
    expect(events).toEqual(['webhook.paused', 'instance.state'])
    expect(await rig.call('GET', '/api/events/getWebsocket/shop')).toMatchObject({ status: 404 })
  })

  test('a session hears every event whatever is configured, then and later, or switched off', async () => {
    const rig = await openRig(await open())
    const configure = (body: object) => rig.call('POST', '/api/events/websocket/shop', body)
    await configure({ enabled: true, events: ['message.exchange'] })
    const { events, isOpen } = await listen(rig, await headersOf(rig, ACCOUNT_TOKEN))
    await rig.announce(stateNews('first'))
    await configure({ enabled: true, events: ['form.answered'] })
    await rig.announce(PAUSED)
    await configure({ enabled: false })
    await rig.announce(stateNews('last'))
    await until(() => events.length === 3)
    expect(events).toEqual(['instance.state', 'webhook.paused', 'instance.state'])
    expect(isOpen()).toBe(true)
  })

  test('a session is told what it missed, whatever is configured', async () => {
    const store = await open()
    const rig = await openRig(store)
    for (const news of [stateNews('first'), PAUSED, stateNews('last')]) await rig.announce(news)
    const [first] = await store.read.selectFrom('event').select('id').orderBy('seq').execute()
    const { events } = await listen(rig, await headersOf(rig, tokenOf('shop')), `/ws/shop?since=${first?.id}`)
    await until(() => events.includes('replay.done'))
    expect(events).toEqual(['webhook.paused', 'instance.state', 'replay.done'])
  })

  test('the cookie opens a socket for pages of ours alone, and for what its token opens', async () => {
    const rig = await openRig(await open(), { names: ['shop', 'bakery'] })
    await rig.call('POST', '/api/events/websocket/shop', { enabled: true })
    const { cookie = '', origin = '' } = await headersOf(rig, tokenOf('shop'))
    const refused = async (headers: Record<string, string>, path?: string) => {
      await expect(listen(rig, headers, path), JSON.stringify(headers)).rejects.toThrow('401')
    }
    await refused({ cookie })
    await refused({ cookie, 'x-formwire': '1' })
    await refused({ cookie, origin: 'https://shop.example' })
    await refused({ cookie, origin: origin.replace('http:', 'https:') })
    await refused({ cookie, origin: 'null' })
    await refused({ origin })
    await refused({ cookie: `formwire_session=${'A'.repeat(43)}`, origin })
    await expect(listen(rig, { cookie, origin }, '/ws/bakery')).rejects.toThrow('403')
    await expect(listen(rig, { cookie, origin }, '/ws/nobody')).rejects.toThrow('403')
    await expect(listen(rig, { cookie, origin, token: 'nobody-has-this-one' })).rejects.toThrow('401')
    await expect(listen(rig, await headersOf(rig, ACCOUNT_TOKEN), '/ws/nobody')).rejects.toThrow('404')
    expect((await listen(rig, { cookie, origin })).isOpen()).toBe(true)
  })

  test('who signs out is shown out everywhere, and nobody else is', async () => {
    const rig = await openRig(await open(), { names: ['shop', 'bakery'] })
    const [leaving, staying] = [await headersOf(rig, ACCOUNT_TOKEN), await headersOf(rig, ACCOUNT_TOKEN)]
    const sockets = [await listen(rig, leaving), await listen(rig, leaving), await listen(rig, leaving, '/ws/bakery')]
    const other = await listen(rig, staying)
    expect((await signOut(rig, leaving['cookie'] ?? '')).status).toBe(204)
    for (const { closed } of sockets) expect(await closed).toBe('1008 session ended')
    expect(other.isOpen()).toBe(true)
    await expect(listen(rig, leaving)).rejects.toThrow('401')
  })

  test('a socket that a ticket of a session opened ends with the session, and so does a ticket that was not used', async () => {
    const rig = await openRig(await open())
    await rig.call('POST', '/api/events/websocket/shop', { enabled: true, events: ['instance.state'] })
    const [leaving, staying] = [await headersOf(rig, tokenOf('shop')), await headersOf(rig, tokenOf('shop'))]
    const ticketFor = async (headers: Record<string, string>) => {
      const asked = { method: 'POST', headers: { ...headers, 'x-formwire': '1' } }
      const reply = (await (await fetch(`${rig.baseUrl}/api/events/ticket/shop`, asked)).json()) as { ticket: string }
      return `/ws/shop?token=${reply.ticket}`
    }
    const left = await listen(rig, {}, await ticketFor(leaving))
    const stays = await listen(rig, {}, await ticketFor(staying))
    const byToken = await listen(rig, {}, await ticketFor({ ...leaving, token: tokenOf('shop') }))
    const unused = await ticketFor(leaving)
    await rig.announce(PAUSED)
    await rig.announce(stateNews('first'))
    await until(() => left.events.length === 1)
    expect(left.events).toEqual(['instance.state'])
    expect((await signOut(rig, leaving['cookie'] ?? '')).status).toBe(204)
    expect(await left.closed).toBe('1008 session ended')
    await expect(listen(rig, {}, unused)).rejects.toThrow('401')
    expect([stays.isOpen(), byToken.isOpen()]).toEqual([true, true])
  })

  test('a socket of a session ends with it after 7 days, with nothing sent to or fro', async () => {
    const clock = movableClock()
    const rig = await openRig(await open(), { moving: clock })
    const headers = await headersOf(rig, tokenOf('shop'))
    const end = clock.now() + 7 * 24 * HOUR_MS
    while (clock.now() + 11 * HOUR_MS < end) {
      clock.advance(11 * HOUR_MS)
      const seen = await fetch(`${rig.baseUrl}/api/session`, { headers: { ...headers, 'x-formwire': '1' } })
      expect(seen.status).toBe(200)
    }
    clock.advance(end - clock.now() - 10_000)
    const { closed, isOpen } = await listen(rig, headers)
    await rig.call('GET', '/api/events/getWebsocket/shop')
    clock.advance(9_999)
    expect(isOpen()).toBe(true)
    clock.advance(1)
    expect(await closed).toBe('1008 session ended')
  })

  test.for(['shop', 'account'])('a token that ends shows out the sockets of its sessions: %s', async (holder) => {
    const rig = await openRig(await open())
    const byInstance = await listen(rig, await headersOf(rig, tokenOf('shop')))
    const byAccount = await listen(rig, await headersOf(rig, ACCOUNT_TOKEN))
    const [leaving, staying] = holder === 'shop' ? [byInstance, byAccount] : [byAccount, byInstance]
    rig.events.setup.tokenEnded('ins_shop', holder === 'shop' ? 'instance' : 'account')
    expect(await leaving.closed).toBe('1008 token revoked')
    expect(staying.isOpen()).toBe(true)
    rig.events.setup.instanceDeleted('ins_shop')
    expect(await staying.closed).toBe('1008 instance deleted')
  })
})
