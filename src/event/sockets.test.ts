import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { ACCOUNT_TOKEN, movableClock, openRig, type Rig, stateNews, tokenOf, until } from './rig.suite.ts'

interface Frame {
  id?: string
  event: string
  data?: { reason: string }
  instanceData?: Record<string, string>
}

async function enable(rig: Rig, body: Record<string, unknown> = {}): Promise<void> {
  const reply = await rig.call('POST', '/api/events/websocket/shop', { enabled: true, ...body })
  expect(reply).toMatchObject({ status: 200, body: { success: true, websocket: { enabled: true } } })
}

/** Opens a socket and resolves once it is open; frames are gathered. */
async function listen(rig: Rig, query = '', headers: Record<string, string> = { token: tokenOf('shop') }) {
  const socket = new WebSocket(`${rig.baseUrl.replace('http', 'ws')}/ws/shop${query}`, { headers })
  const frames: Frame[] = []
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  let pings = 0
  socket.on('message', (text) => frames.push(JSON.parse(String(text)) as Frame))
  socket.on('ping', () => {
    pings += 1
  })
  await new Promise((resolve, reject) => {
    socket.on('open', resolve)
    socket.on('error', reject)
  })
  return { socket, frames, closed, pings: () => pings, reasons: () => frames.map((frame) => frame.data?.reason) }
}

/** Asks for an upgrade that is expected to be refused; the answer's status and error. */
function refusal(rig: Rig, path: string, headers: Record<string, string> = {}) {
  return new Promise<{ status: number; error: unknown }>((resolve, reject) => {
    const socket = new WebSocket(`${rig.baseUrl.replace('http', 'ws')}${path}`, { headers })
    socket.on('open', () => reject(new Error('it was let in')))
    socket.on('error', () => {})
    socket.on('unexpected-response', (_request, response) => {
      let text = ''
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, error: JSON.parse(text).error }))
    })
  })
}

describeStores((open) => {
  test('events arrive in the envelope, in their order, only those that are wanted', async () => {
    const rig = await openRig(await open())
    await enable(rig, { events: ['instance.state'] })
    const { frames, reasons } = await listen(rig)
    await rig.announce({
      instanceId: 'ins_shop',
      event: { type: 'webhook.paused', data: { label: 'x', timestamp: '', reason: 'unwanted' } },
      orderKey: null,
      messageId: null,
    })
    const told = Array.from({ length: 20 }, (_, index) => String(index))
    await Promise.all(told.map((reason) => rig.announce(stateNews(reason))))
    await until(() => frames.length === 20)
    expect(reasons()).toEqual(told)
    expect(frames[0]).toMatchObject({
      event: 'instance.state',
      version: 1,
      instanceData: { baseUrl: rig.baseUrl, instance: 'shop' },
    })
  })

  test('a client that offers HTTP/2 in passing gets its answer', async () => {
    const rig = await openRig(await open())
    const { hostname, port } = new URL(rig.baseUrl)
    const socket = connect(Number(port), hostname)
    let answer = ''
    socket.on('data', (chunk) => {
      answer += String(chunk)
    })
    socket.write(
      `GET /api/events/getWebhook/shop HTTP/1.1\r\nHost: x\r\ntoken: ${tokenOf('shop')}\r\n` +
        'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n',
    )
    await until(() => answer.includes('}'))
    socket.destroy()
    expect(answer).toMatch(/^HTTP\/1\.1 200 .*"webhooks":\[\]/s)
  })

  test('the token may stand in the header, in Authorization, or, an instance only, in the query', async () => {
    const rig = await openRig(await open())
    await enable(rig)
    await listen(rig, '', { token: ACCOUNT_TOKEN })
    await listen(rig, '', { authorization: `Bearer ${tokenOf('shop')}` })
    await listen(rig, `?token=${tokenOf('shop')}`, {})
    expect(await refusal(rig, `/ws/shop?token=${ACCOUNT_TOKEN}`)).toMatchObject({
      status: 401,
      error: { message: 'Invalid token' },
    })
  })

  test('refusals come before the upgrade, in the envelope', async () => {
    const rig = await openRig(await open(), { names: ['shop', 'other'] })
    const token = tokenOf('shop')
    expect(await refusal(rig, '/ws/shop')).toMatchObject({
      status: 401,
      error: { message: 'Missing token in header, Authorization header, or query parameter' },
    })
    expect(await refusal(rig, '/ws/other', { token })).toMatchObject({ status: 403 })
    expect(await refusal(rig, '/ws/none', { token: ACCOUNT_TOKEN })).toMatchObject({ status: 404 })
    expect(await refusal(rig, '/elsewhere', { token })).toMatchObject({ status: 404 })
    expect(await refusal(rig, '/ws/shop', { token })).toMatchObject({
      status: 400,
      error: {
        message: 'WebSocket is not enabled for this instance. Configure it first using POST /api/events/websocket/shop',
      },
    })
    await enable(rig)
    expect(await refusal(rig, '/ws/shop?since=evt_nonsense', { token })).toMatchObject({
      status: 400,
      error: { message: 'Unknown event id' },
    })
    expect(await refusal(rig, '/ws/shop', { token, origin: 'https://evil.example' })).toMatchObject({ status: 403 })
    for (const origin of ['https://shop.example', rig.baseUrl]) await listen(rig, '', { token, origin })
    expect(await rig.call('GET', '/ws/shop')).toMatchObject({
      status: 426,
      body: { error: { code: 'websocket_upgrade_required' } },
    })
  })

  test('never configured is 404, configured reads back', async () => {
    const rig = await openRig(await open())
    expect(await rig.call('GET', '/api/events/getWebsocket/shop')).toMatchObject({
      status: 404,
      body: { error: { message: 'WebSocket not configured for this instance' } },
    })
    await enable(rig, { events: ['call.update', 'message.status'] })
    expect((await rig.call('GET', '/api/events/getWebsocket/shop')).body).toMatchObject({
      websocket: { enabled: true, events: ['call.update', 'message.status'], mediaBase64: false },
    })
  })

  test('an instance has at most twenty sockets', async () => {
    const rig = await openRig(await open())
    await enable(rig)
    await Promise.all(Array.from({ length: 20 }, () => listen(rig)))
    expect(await refusal(rig, '/ws/shop', { token: tokenOf('shop') })).toMatchObject({ status: 429 })
  })

  test('a ticket opens one socket, once', async () => {
    const moving = movableClock()
    const rig = await openRig(await open(), { moving })
    await enable(rig)
    const issue = async () => (await rig.call('POST', '/api/events/ticket/shop')).body.ticket
    const ticket = await issue()
    await listen(rig, `?token=${ticket}`, {})
    expect(await refusal(rig, `/ws/shop?token=${ticket}`)).toMatchObject({ status: 401 })
    const old = await issue()
    moving.advance(30_000)
    expect(await refusal(rig, `/ws/shop?token=${old}`)).toMatchObject({ status: 401 })
  })

  test('a token that ends shows its sockets out with 1008, a shutdown with 1001', async () => {
    const rig = await openRig(await open())
    await enable(rig)
    const first = await listen(rig)
    rig.events.setup.tokenEnded('ins_shop')
    expect(await first.closed).toBe(1008)
    const second = await listen(rig)
    await rig.events.stop()
    expect(await second.closed).toBe(1001)
  })

  test('a new configuration counts for open sockets, switching off closes them', async () => {
    const rig = await openRig(await open())
    await enable(rig)
    const { closed, frames, reasons } = await listen(rig)
    await enable(rig, { events: ['call.update'] })
    await rig.announce(stateNews('unwanted'))
    await enable(rig)
    await rig.announce(stateNews('wanted'))
    await until(() => frames.length > 0)
    expect(reasons()).toEqual(['wanted'])
    await rig.call('POST', '/api/events/websocket/shop', { enabled: false })
    expect(await closed).toBe(1000)
  })

  test('pings come every twenty seconds; who leaves two unanswered is cut', async () => {
    const moving = movableClock()
    const rig = await openRig(await open(), { moving })
    await enable(rig)
    const lively = await listen(rig)
    const mute = await listen(rig)
    mute.socket.pong = () => {}
    for (let pings = 1; pings <= 3; pings += 1) {
      moving.advance(20_000)
      if (pings < 3) await until(() => lively.pings() === pings && mute.pings() === pings)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    expect(await mute.closed).toBe(1006)
    expect(lively.socket.readyState).toBe(WebSocket.OPEN)
  })

  test('since replays what was missed, then goes live, without a gap or a double', async () => {
    const store = await open()
    const rig = await openRig(store)
    await enable(rig)
    const before = await listen(rig)
    await rig.announce(stateNews('seen'))
    await until(() => before.frames.length === 1)
    const since = before.frames[0]?.id ?? ''
    before.socket.terminate()
    const expected: string[] = []
    const announce = (reason: string) => {
      expected.push(reason)
      return rig.announce(stateNews(reason))
    }
    await Promise.all(Array.from({ length: 450 }, (_, index) => announce(`missed ${index}`)))
    let going = true
    const meanwhile = (async () => {
      for (let index = 0; going || index < 20; index += 1) await announce(`meanwhile ${index}`)
    })()
    const after = await listen(rig, `?since=${since}`)
    await until(() => after.frames.some(({ event }) => event === 'replay.done'))
    going = false
    await meanwhile
    await announce('last')
    await until(() => after.reasons().includes('last'))
    expect(after.reasons().filter((reason) => reason !== undefined)).toEqual(expected)
    expect(after.frames.filter(({ event }) => event === 'replay.done')).toHaveLength(1)
  })

  test('since of an event that was pruned is 410, of another instance 400', async () => {
    const store = await open()
    const rig = await openRig(store, { names: ['shop', 'other'] })
    await enable(rig)
    await rig.announce(stateNews('pruned'))
    await rig.announce(stateNews('foreign', null, 'other'))
    const [pruned, foreign] = await store.read.selectFrom('event').select('id').orderBy('seq').execute()
    await store.write(({ sql }) =>
      sql
        .deleteFrom('event')
        .where('id', '=', pruned?.id ?? '')
        .execute(),
    )
    const token = tokenOf('shop')
    expect(await refusal(rig, `/ws/shop?since=${pruned?.id}`, { token })).toMatchObject({ status: 410 })
    expect(await refusal(rig, `/ws/shop?since=${foreign?.id}`, { token })).toMatchObject({ status: 400 })
  })

  test('since of an event that was pruned is 410 when an older one is kept; one that never was is 400', async () => {
    const store = await open()
    const rig = await openRig(store)
    await enable(rig)
    for (const reason of ['kept', 'pruned', 'newest']) await rig.announce(stateNews(reason))
    const [kept, pruned, newest] = await store.read.selectFrom('event').select('id').orderBy('seq').execute()
    await store.write(({ sql }) =>
      sql
        .deleteFrom('event')
        .where('id', '=', pruned?.id ?? '')
        .execute(),
    )
    const token = tokenOf('shop')
    expect(await refusal(rig, `/ws/shop?since=${pruned?.id}`, { token })).toMatchObject({ status: 410 })
    const future = `${newest?.id.slice(0, 14)}z00000`
    expect(await refusal(rig, `/ws/shop?since=${future}`, { token })).toMatchObject({ status: 400 })
    expect((await listen(rig, `?since=${kept?.id}`)).socket.readyState).toBe(WebSocket.OPEN)
  })
})
