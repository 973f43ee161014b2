import { afterEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { Store } from '../platform/db/store.ts'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { hashToken } from '../platform/secret/index.ts'
import { closeRaw, openRaw, type Raw, upgradeRequest } from './raw-socket.suite.ts'
import { ACCOUNT_TOKEN, KEY, movableClock, openRig, type Rig, stateNews, tokenOf, until } from './rig.suite.ts'

afterEach(closeRaw)

const token = tokenOf('shop')

async function openShop(open: () => Store | Promise<Store>): Promise<Rig> {
  const rig = await openRig(await open(), { names: ['shop', 'other'] })
  await rig.call('POST', '/api/events/websocket/shop', { enabled: true })
  return rig
}

/** Asks for an upgrade on a connection of its own; resolves with the first line of the answer, and the error in it. */
async function ask(rig: Rig, request: string): Promise<{ line: string; error: string | undefined; raw: Raw }> {
  const raw = openRaw(rig.baseUrl)
  raw.send(request)
  await until(() => / 101 .*\r\n\r\n|\}$/s.test(raw.text()))
  const [head = '', body = ''] = raw.text().split('\r\n\r\n')
  const isRefused = !head.startsWith('HTTP/1.1 101')
  return { line: head.split('\r\n')[0] ?? '', error: isRefused ? JSON.parse(body).error.message : undefined, raw }
}

/** As `POST /api/instance/new` keeps a token that the caller chose. */
async function chooseToken(store: Store, chosen: string): Promise<void> {
  await store.write(({ sql }) =>
    sql
      .updateTable('instance')
      .set({ token_hash: hashToken(KEY, chosen) })
      .where('id', '=', 'ins_shop')
      .execute(),
  )
}

const OPENED = 'HTTP/1.1 101 Switching Protocols'
const INVALID = { line: 'HTTP/1.1 401 Unauthorized', error: 'Invalid token' }

describeStores((open) => {
  test('tokens that differ, in headers or in the query, are no token', async () => {
    const rig = await openShop(open)
    const other = tokenOf('other')
    expect(await ask(rig, upgradeRequest(`/ws/shop?token=${other}`, { token }))).toMatchObject(INVALID)
    expect(await ask(rig, upgradeRequest(`/ws/shop?token=${token}&token=${other}`))).toMatchObject(INVALID)
    expect(await ask(rig, upgradeRequest('/ws/shop', { token, Authorization: `Bearer ${other}` }))).toMatchObject(
      INVALID,
    )
    expect(await ask(rig, upgradeRequest(`/ws/shop?token=${token}&token=${token}`, { token }))).toMatchObject({
      line: OPENED,
    })
  })

  test('a token that looks like a ticket, or has a question mark in it, opens by the query', async () => {
    const store = await open()
    const rig = await openShop(() => store)
    const ticketlike = 'tkt_chosen?by&the-caller'
    const { body } = await rig.call('POST', '/api/events/ticket/shop')
    expect(await ask(rig, upgradeRequest(`/ws/shop?token=${body.ticket}`))).toMatchObject({ line: OPENED })
    await chooseToken(store, ticketlike)
    const address = `/ws/shop?token=${ticketlike.replace('&', '%26')}`
    expect(await ask(rig, upgradeRequest(address))).toMatchObject({ line: OPENED })
  })

  test('two ids to go on from are none', async () => {
    const rig = await openShop(open)
    const answer = await ask(rig, upgradeRequest('/ws/shop?since=evt_1&since=evt_2', { token }))
    expect(answer).toMatchObject({ line: 'HTTP/1.1 400 Bad Request', error: 'Unknown event id' })
  })

  test('an id that has the sequence of another event was never given', async () => {
    const store = await open()
    const rig = await openShop(() => store)
    await rig.announce(stateNews('first'))
    const { id } = await store.read.selectFrom('event').select('id').executeTakeFirstOrThrow()
    const answer = await ask(rig, upgradeRequest(`/ws/shop?since=${id.slice(0, -5)}zzzzz`, { token }))
    expect(answer).toMatchObject({ error: 'Unknown event id' })
  })

  test('a page under a foreign name that points at us is refused; one under our address or localhost is not', async () => {
    const rig = await openShop(open)
    const { port } = new URL(rig.baseUrl)
    const from = (Origin: string, Host: string) => ask(rig, upgradeRequest('/ws/shop', { token, Origin, Host }))
    const refused = { line: 'HTTP/1.1 403 Forbidden', error: 'Origin not allowed' }
    expect(await from(`http://evil.example:${port}`, `evil.example:${port}`)).toMatchObject(refused)
    expect(await from('null', `127.0.0.1:${port}`)).toMatchObject(refused)
    expect(await from('http://127.0.0.1:1', `127.0.0.1:${port}`)).toMatchObject(refused)
    for (const host of [`192.0.2.7:${port}`, `localhost:${port}`, '[::1]', `127.0.0.1:${port}`]) {
      expect(await from(`http://${host}`, host)).toMatchObject({ line: OPENED })
    }
    expect(await from('HTTPS://Shop.Example', 'gateway.example')).toMatchObject({ line: OPENED })
  })

  test('what is no handshake of version 13 is answered in the envelope', async () => {
    const rig = await openShop(open)
    const broken = [
      upgradeRequest('/ws/shop', { token, 'Sec-WebSocket-Version': '8' }),
      upgradeRequest('/ws/shop', { token, 'Sec-WebSocket-Version': undefined }),
      upgradeRequest('/ws/shop', { token, 'Sec-WebSocket-Key': 'short' }),
      upgradeRequest('/ws/shop', { token, 'Sec-WebSocket-Protocol': 'a,,b' }),
      upgradeRequest('/ws/shop', { token, 'Content-Length': '0' }, 'POST'),
    ]
    for (const request of broken) {
      const { line, error, raw } = await ask(rig, request)
      expect(line).toBe('HTTP/1.1 400 Bad Request')
      expect(error).toContain('this is no WebSocket handshake')
      await raw.ended
    }
    expect((await ask(rig, broken[0] ?? '')).raw.text()).toContain('Sec-WebSocket-Version: 13\r\n')
  })

  test('no subprotocol and no compression is agreed to', async () => {
    const rig = await openShop(open)
    const offers = {
      'Sec-WebSocket-Protocol': 'graphql-ws, mqtt',
      'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits',
    }
    const { line, raw } = await ask(rig, upgradeRequest('/ws/shop', { token, ...offers }))
    expect(line).toBe(OPENED)
    expect(raw.text()).not.toMatch(/Sec-WebSocket-(Protocol|Extensions)/i)
  })

  test('an upgrade that was sent before the earlier answer came does not get in front of it', async () => {
    const rig = await openShop(open)
    const raw = openRaw(rig.baseUrl)
    const earlier = `GET /api/events/getWebsocket/shop HTTP/1.1\r\nHost: x\r\ntoken: ${token}\r\n\r\n`
    raw.send(earlier + upgradeRequest('/ws/shop', { token, Connection: 'Upgrade, close' }))
    await raw.ended
    expect(raw.text().match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 426'])
  })

  test('an upgrade on a connection that served requests before is an upgrade', async () => {
    const rig = await openShop(open)
    const raw = openRaw(rig.baseUrl)
    raw.send(`GET /api/events/getWebsocket/shop HTTP/1.1\r\nHost: x\r\ntoken: ${token}\r\n\r\n`)
    await until(() => raw.text().endsWith('}'))
    raw.send(upgradeRequest('/ws/shop', { token }))
    await until(() => raw.text().includes(OPENED))
  })

  test('who is refused and never hangs up is cut, and keeps the gateway from nothing', async () => {
    const moving = movableClock()
    const rig = await openRig(await open(), { moving })
    const { raw } = await ask(rig, upgradeRequest('/ws/shop', {}))
    let isCut = false
    raw.socket.on('close', () => {
      isCut = true
    })
    await raw.ended
    await until(
      () => isCut,
      () => {
        moving.advance(2_000)
        raw.send('more')
      },
    )
  })

  test('one use is one use, also when two ask at once', async () => {
    const rig = await openShop(open)
    const { body } = await rig.call('POST', '/api/events/ticket/shop', {}, ACCOUNT_TOKEN)
    const both = await Promise.all([1, 2].map(() => ask(rig, upgradeRequest(`/ws/shop?token=${body.ticket}`))))
    expect(both.map(({ line }) => line).sort()).toEqual([OPENED, 'HTTP/1.1 401 Unauthorized'])
  })

  test('a ticket for one instance opens no other, and is used up', async () => {
    const rig = await openShop(open)
    const { body } = await rig.call('POST', '/api/events/ticket/shop')
    expect(await ask(rig, upgradeRequest(`/ws/other?token=${body.ticket}`))).toMatchObject({
      error: 'Instance token does not match requested instance',
    })
    expect(await ask(rig, upgradeRequest(`/ws/shop?token=${body.ticket}`))).toMatchObject(INVALID)
  })

  test('the token of an instance that ends takes its sockets and tickets along, not those of the account', async () => {
    const rig = await openShop(open)
    const issue = async (by: string) => (await rig.call('POST', '/api/events/ticket/shop', {}, by)).body.ticket
    const [own, accounts] = [await issue(token), await issue(ACCOUNT_TOKEN)]
    const url = `${rig.baseUrl.replace('http', 'ws')}/ws/shop`
    const [ending, staying] = [token, ACCOUNT_TOKEN].map((value) => new WebSocket(url, { headers: { token: value } }))
    await Promise.all([ending, staying].map((socket) => new Promise((resolve) => socket?.on('open', resolve))))
    const code = new Promise((resolve) => ending?.on('close', resolve))
    rig.events.setup.tokenEnded('ins_shop')
    expect(await code).toBe(1008)
    expect(staying?.readyState).toBe(WebSocket.OPEN)
    expect(await ask(rig, upgradeRequest(`/ws/shop?token=${own}`))).toMatchObject(INVALID)
    expect(await ask(rig, upgradeRequest(`/ws/shop?token=${accounts}`))).toMatchObject({ line: OPENED })
    const gone = new Promise((resolve) => staying?.on('close', resolve))
    rig.events.setup.instanceDeleted('ins_shop')
    expect(await gone).toBe(1008)
  })
})
