import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { silentLog } from '../platform/log.ts'
import { movableClock, openReceiver, openRig, type Rig, stateNews, tokenOf, until } from './rig.suite.ts'

const PATH = '/api/events/webhook/shop'

async function configure(rig: Rig, body: Record<string, unknown>) {
  const reply = await rig.call('POST', PATH, body)
  expect(reply.status).toBe(200)
  return reply.body.webhook
}

async function deliveries(rig: Rig, query = 'limit=200') {
  return (await rig.call('GET', `/api/events/deliveries/shop?${query}`)).body.deliveries ?? []
}

/** A server that sees bytes, and answers with what `answer` writes once a request is whole. */
async function openWire(answer: (socket: Socket, request: string) => void) {
  const requests: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1])
      if (text.length < text.indexOf('\r\n\r\n') + 4 + length) return
      const request = text
      requests.push(request)
      text = ''
      answer(socket, request)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return { url: `http://127.0.0.1:${address.port}/hook`, requests, sockets }
}

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'

/** Answers what tells `known`, and then never again: one that has answered well gets eight calls at once. */
function answerOnce(socket: Socket, request: string): void {
  if (request.includes('"known"')) socket.write(OK)
}

describeStores((open) => {
  test('what was given reads back and goes out as it was given, byte for byte', async () => {
    const rig = await openRig(await open())
    const wire = await openWire((socket) => socket.end(OK))
    const given = {
      label: ' Ação ',
      url: `${wire.url.replace('/hook', '/Hook//a%2Fb')}?q=a+b&q=%20&ç=1#part`,
      authorization: '  Bearer \t é=  ',
      events: ['instance.state', 'form.sent', 'instance.state'],
      byEvents: true,
    }
    expect(await configure(rig, given)).toMatchObject(given)
    const label = encodeURIComponent(given.label)
    expect((await rig.call('GET', `${PATH}?label=${label}`)).body.webhook).toMatchObject(given)
    await rig.announce(stateNews('one'))
    await until(() => wire.requests.length === 1)
    const [head = ''] = wire.requests[0]?.split('\r\n\r\n') ?? []
    expect(head.split('\r\n')[0]).toBe('POST /Hook//a%2Fb/instance.state?q=a+b&q=%20&%C3%A7=1 HTTP/1.1')
    expect(head.split('\r\n').find((line) => /^authorization/i.test(line))).toBe('authorization:   Bearer \t é=  ')
  })

  test('two that are switched on at once do not make four', async () => {
    const rig = await openRig(await open())
    const url = 'http://127.0.0.1:9/hook'
    for (const label of ['a', 'b']) await configure(rig, { label, url })
    await configure(rig, { label: 'e', enabled: false })
    const replies = await Promise.all(['c', 'd', 'e'].map((label) => rig.call('POST', PATH, { label, url })))
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 400, 400])
    const shown = (await rig.call('GET', PATH)).body as unknown as { webhooks: { enabled: boolean }[] }
    expect(shown.webhooks.filter(({ enabled }) => enabled)).toHaveLength(3)
  })

  test('a label is up to 100 characters, kept as it is; none is "default"', async () => {
    const rig = await openRig(await open())
    const off = { enabled: false }
    for (const label of ['', null, undefined, 'default']) {
      expect(await configure(rig, { ...off, label })).toMatchObject({ label: 'default' })
    }
    for (const label of ['Default', ' default', 'x'.repeat(100), '😀']) {
      expect(await configure(rig, { ...off, label })).toMatchObject({ label })
      const read = await rig.call('GET', `${PATH}?label=${encodeURIComponent(label)}`)
      expect(read.body).toMatchObject({ webhook: { label } })
    }
    const refused = { status: 400, body: { error: { code: 'request_invalid' } } }
    for (const label of ['x'.repeat(101), 7, ['default']]) {
      expect(await rig.call('POST', PATH, { ...off, label })).toMatchObject(refused)
    }
    expect((await rig.call('GET', PATH)).body).toMatchObject({ webhooks: { length: 5 } })
  })

  test('once the answer says that it is off, nothing goes out: what is under way is broken off', async () => {
    const store = await open()
    const rig = await openRig(store, { callClock: movableClock() })
    const wire = await openWire(answerOnce)
    const control = await openReceiver()
    await configure(rig, { url: wire.url })
    await configure(rig, { label: 'control', url: control.url })
    await rig.announce(stateNews('known'))
    await until(async () => (await deliveries(rig, 'label=default&state=delivered')).length === 1)
    await Promise.all(Array.from({ length: 40 }, (_, index) => rig.announce(stateNews(String(index)))))
    await until(() => wire.requests.length === 9)
    await configure(rig, { enabled: false })
    await until(() => wire.sockets.size === 0)
    await rig.announce(stateNews('after'))
    await until(() => control.calls.length === 42)
    expect(wire.requests).toHaveLength(9)
    const left = await deliveries(rig, 'label=default&state=cancelled&limit=200')
    expect(left).toHaveLength(40)
    expect(new Set(left.map(({ state, attempts }) => `${state} ${attempts}`))).toEqual(new Set(['cancelled 0']))
    await configure(rig, { url: control.url })
    await rig.announce(stateNews('again'))
    await until(() => control.calls.filter(({ json }) => json.data.reason === 'again').length === 2)
  })

  test('another URL takes over what waits', async () => {
    const moving = movableClock()
    const rig = await openRig(await open(), { moving })
    const deaf = await openReceiver((_call, response) => response.writeHead(500).end())
    const other = await openReceiver()
    await configure(rig, { url: deaf.url })
    await rig.announce(stateNews('one', 'chat'))
    await rig.announce(stateNews('two', 'chat'))
    await until(async () => (await deliveries(rig)).some(({ attempts }) => attempts === 1))
    await configure(rig, { url: other.url })
    expect(other.calls).toEqual([])
    moving.advance(6_000)
    await until(async () => (await deliveries(rig, 'state=delivered')).length === 2)
    expect(other.calls.map(({ json }) => json.data.reason)).toEqual(['one', 'two'])
    expect(deaf.calls).toHaveLength(1)
  })

  test('a call that the old address has not answered goes to the new one at once, in the order of its chat', async () => {
    const rig = await openRig(await open(), { callClock: movableClock() })
    const wire = await openWire(answerOnce)
    const other = await openReceiver()
    await configure(rig, { url: wire.url })
    await rig.announce(stateNews('known'))
    await until(async () => (await deliveries(rig, 'state=delivered')).length === 1)
    for (const reason of ['one', 'two']) await rig.announce(stateNews(reason, 'chat'))
    await until(() => wire.requests.length === 2)
    await configure(rig, { url: other.url, authorization: 'old' })
    await until(() => wire.sockets.size === 0)
    await until(async () => (await deliveries(rig, 'state=delivered')).length === 3)
    expect(other.calls.map(({ json }) => json.data.reason)).toEqual(['one', 'two'])
    expect((await deliveries(rig)).map(({ attempts }) => attempts)).toEqual([1, 1, 1])
  })

  test('a call that was not answered is made again with a new credential, and left alone when neither changed', async () => {
    const rig = await openRig(await open(), { callClock: movableClock() })
    const wire = await openWire(answerOnce)
    await configure(rig, { url: wire.url, authorization: 'old' })
    await rig.announce(stateNews('known'))
    await until(async () => (await deliveries(rig, 'state=delivered')).length === 1)
    await rig.announce(stateNews('one'))
    await until(() => wire.requests.length === 2)
    await configure(rig, { url: wire.url, authorization: 'old', byEvents: true })
    await rig.announce(stateNews('two'))
    await until(() => wire.requests.length === 3)
    await configure(rig, { url: wire.url, authorization: 'new', byEvents: true })
    await until(() => wire.requests.length === 5)
    const credentials = wire.requests.map((request) => /authorization: (\w+)/i.exec(request)?.[1])
    expect(credentials).toEqual(['old', 'old', 'old', 'new', 'new'])
  })

  test('an instance that is deleted while calls are under way takes them along, in silence', async () => {
    const store = await open()
    const lines: string[] = []
    const tell = (_fields: object, sentence: string) => void lines.push(sentence)
    const log = { ...silentLog, warn: tell, error: tell }
    const rig = await openRig(store, { names: ['shop', 'other'], log, callClock: movableClock() })
    const wire = await openWire(answerOnce)
    const control = await openReceiver()
    await configure(rig, { url: wire.url })
    await rig.call('POST', '/api/events/webhook/other', { url: control.url }, tokenOf('other'))
    await rig.announce(stateNews('known'))
    await until(async () => (await deliveries(rig, 'state=delivered')).length === 1)
    await Promise.all(Array.from({ length: 20 }, (_, index) => rig.announce(stateNews(String(index)))))
    await until(() => wire.requests.length === 9)
    await store.write(async (transaction) => {
      await transaction.sql.deleteFrom('instance').where('id', '=', 'ins_shop').execute()
      transaction.afterCommit(() => rig.events.setup.instanceDeleted('ins_shop'))
    })
    await until(() => wire.sockets.size === 0)
    await rig.announce(stateNews('after', null, 'other'))
    await until(() => control.calls.length === 1)
    expect(wire.requests).toHaveLength(9)
    expect(
      await store.read.selectFrom('delivery').select('state').where('instance_id', '=', 'ins_shop').execute(),
    ).toEqual([])
    expect(lines).toEqual([])
  })

  test('headers that come byte by byte do not come for more than 15 s', async () => {
    const callClock = movableClock()
    const rig = await openRig(await open(), { callClock })
    const dripping: Socket[] = []
    const wire = await openWire((socket) => {
      dripping.push(socket)
      socket.write('HTTP/1.1 200 OK\r\nx-slow: ')
    })
    await configure(rig, { url: wire.url })
    await rig.announce(stateNews('one'))
    await until(() => dripping.length === 1)
    for (let second = 1; second <= 14; second += 1) {
      callClock.advance(1_000)
      dripping[0]?.write('x')
    }
    expect(wire.sockets.size).toBe(1)
    callClock.advance(1_000)
    await until(async () => (await deliveries(rig))[0]?.attempts === 1)
    expect(await deliveries(rig)).toMatchObject([{ state: 'pending', lastStatus: null, lastError: 'timeout' }])
    await until(() => wire.sockets.size === 0)
  })

  test('a body that never ends is cut: the status has said what counts', async () => {
    const callClock = movableClock()
    const rig = await openRig(await open(), { callClock })
    const slow = await openWire((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx'))
    const flood = await openWire((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')
      const pour = () => {
        while (!socket.destroyed && socket.write(`4000\r\n${'x'.repeat(0x4000)}\r\n`)) {}
      }
      socket.on('drain', pour)
      pour()
    })
    for (const { url } of [slow, flood]) await configure(rig, { label: url, url })
    await rig.announce(stateNews('one'))
    await until(
      async () => (await deliveries(rig)).every(({ state }) => state === 'delivered'),
      () => slow.requests.length === 1 && callClock.advance(100),
    )
    await until(() => slow.sockets.size + flood.sockets.size === 0)
  })

  test('a redirect is a failure, and nothing is asked of where it leads', async () => {
    const rig = await openRig(await open(), { moving: movableClock() })
    const elsewhere = await openReceiver()
    const receiver = await openReceiver((_call, response) => {
      response.writeHead(307, { location: elsewhere.url }).end()
    })
    await configure(rig, { url: receiver.url })
    await rig.announce(stateNews('one'))
    await until(async () => (await deliveries(rig))[0]?.attempts === 1)
    expect(await deliveries(rig)).toMatchObject([{ state: 'pending', lastStatus: 307, lastError: null }])
    expect(elsewhere.calls).toEqual([])
  })
})
