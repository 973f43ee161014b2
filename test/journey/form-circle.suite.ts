import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type EngineName, makePlace, type StorePlace } from '../../src/platform/db/test-store.suite.ts'
import { startGateway, type TestGateway } from './gateway.ts'
import { type Receiver, startReceiver } from './receiver.ts'
import { control, linkInstance, type Sandbox, startSandbox, untilStatus } from './sandbox.ts'

const SHOP = '5511940000001'
const ANA = '5511987654321'
const PATIENCE = { timeout: 15_000 }

/** The whole circle, from the call that sends a form to the receiver of its answer, with restarts in between. */
export function testCircle(engine: EngineName): void {
  let place: StorePlace
  let sandbox: Sandbox
  let gateway: TestGateway
  let receiver: Receiver
  let token: string
  let secret: string

  beforeAll(async () => {
    place = await makePlace(engine)
    sandbox = await startSandbox()
    receiver = await startReceiver()
    await control(sandbox, 'phones', { phone: ANA, name: 'Ana Souza' })
    gateway = await start()
    token = (await linkInstance(gateway, sandbox, 'shop', SHOP)).token
    const configured = await gateway.call('POST', '/api/events/webhook/shop', {
      body: {
        enabled: true,
        url: receiver.url,
        authorization: 'Bearer of the shop',
        events: ['message.exchange', 'message.status', 'form.status', 'form.answered'],
      },
    })
    secret = configured.body.webhook.secret
    await gateway.call('POST', '/api/events/websocket/shop', { body: { enabled: true, events: ['form.answered'] } })
  })

  afterAll(async () => {
    await gateway?.stop()
    await receiver?.close()
    await sandbox?.close()
    await place?.remove()
  })

  const start = () => {
    const { databaseUrl, dataDir } = place.options
    return startGateway({
      dataDir,
      sandbox,
      environment: databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl },
    })
  }

  const send = async (body: object = {}) => {
    const sent = await gateway.call('POST', '/api/message/form/shop', { body: { number: ANA, message: 'Oi', ...body } })
    expect(sent.body).toMatchObject({ success: true })
    return sent.body.data
  }

  const answer = async (messageId: string, name: string) => {
    await control(sandbox, `phones/${ANA}/messages?after=0&waitMs=10000`)
    await control(sandbox, `phones/${ANA}/answer`, { messageId, values: { full_name: name } })
  }

  const read = async (messageId: string, wait = 15) =>
    (await gateway.call('GET', `/api/form/get/shop?messageId=${messageId}&wait=${wait}`)).body.form

  const deliveredOf = (type: string, matches: (data: never) => boolean) =>
    receiver.deliveries.filter(({ event }) => event.event === type && matches(event.data as never))

  const answerTo = (messageId: string) =>
    deliveredOf('form.answered', (data: { form: { messageId: string } }) => data.form.messageId === messageId)

  test('the answer reaches webhook and WebSocket as one event, signed', async () => {
    const frames: { id: string; event: string; data: { form: { messageId: string } } }[] = []
    const socket = new WebSocket(`${gateway.baseUrl.replace('http', 'ws')}/ws/shop`, { headers: { token } })
    socket.on('message', (frame: Buffer) => frames.push(JSON.parse(frame.toString())))
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))

    const sent = await send({ source: 'crm' })
    await answer(sent.messageId, 'Ana Souza')
    await expect.poll(() => answerTo(sent.messageId).length, PATIENCE).toBe(1)
    await expect.poll(() => frames.length, PATIENCE).toBe(1)
    socket.terminate()

    const [delivery] = answerTo(sent.messageId)
    expect(delivery?.headers).toMatchObject({ authorization: 'Bearer of the shop', 'content-type': 'application/json' })
    expect(delivery?.headers['webhook-id']).toBe(delivery?.event.id)
    expect(() => new Webhook(secret).verify(delivery?.raw ?? '', delivery?.headers as never)).not.toThrow()
    expect(() => new Webhook(secret).verify(`${delivery?.raw} `, delivery?.headers as never)).toThrow()
    expect(delivery?.event).toMatchObject({
      event: 'form.answered',
      version: 1,
      instanceData: { baseUrl: gateway.baseUrl, instance: 'shop' },
      data: { form: { messageId: sent.messageId, state: 'answered' }, answer: { answers: { fullName: 'Ana Souza' } } },
    })
    expect(delivery?.event.instanceData).not.toHaveProperty('token')
    expect(frames[0]).toEqual(delivery?.event)
  })

  test('the answer is a message too, and our own send is echoed with its source', async () => {
    const sent = await send({ source: 'crm', flowToken: 'lead-1' })
    await answer(sent.messageId, 'Ana')
    const ofThis = (data: { id: string; message: { interactive: { flow_token: string } | null } }) =>
      data.id === sent.messageId || data.message.interactive?.flow_token === 'lead-1'
    await expect.poll(() => deliveredOf('message.exchange', ofThis).length, PATIENCE).toBe(2)
    const [outgoing, incoming] = deliveredOf('message.exchange', ofThis).map(({ event }) => event.data)
    expect(outgoing).toMatchObject({
      id: sent.messageId,
      direction: 'outgoing',
      chat: { jid: `${ANA}@s.whatsapp.net`, type: 'private' },
      message: { type: 'interactive', content: 'Oi', source: 'crm', interactive: null },
    })
    expect(incoming).toMatchObject({
      direction: 'incoming',
      sender: { jid: `${ANA}@s.whatsapp.net`, name: 'Ana Souza' },
      recipient: { jid: `${SHOP}@s.whatsapp.net` },
      message: {
        type: 'interactive_response',
        interactive: {
          name: 'galaxy_message',
          flow_token: 'lead-1',
          answers: { fullName: 'Ana' },
          form: { messageId: sent.messageId },
        },
      },
    })
    expect(JSON.parse(incoming.message.interactive.response_json)).toMatchObject({ flow_token: 'lead-1' })
    const statuses = (data: { messageIds: string[] }) => data.messageIds.includes(sent.messageId)
    await expect
      .poll(() => deliveredOf('message.status', statuses).map(({ event }) => event.data.status), PATIENCE)
      .toEqual(expect.arrayContaining(['sent', 'read']))
  })

  test('an answer given while the gateway is down is there after the restart, which asks for no QR', async () => {
    const sent = await send()
    await control(sandbox, `phones/${ANA}/messages?after=0&waitMs=10000`)
    await gateway.stop()
    await answer(sent.messageId, 'Ana, meanwhile')
    gateway = await start()
    await untilStatus(gateway, 'shop', 'connected')
    expect(await read(sent.messageId)).toMatchObject({ state: 'answered', answers: { fullName: 'Ana, meanwhile' } })
    await expect.poll(() => answerTo(sent.messageId).length, PATIENCE).toBe(1)
  })

  test('a send without a verdict at the restart is unknown, is not sent again, and its answer counts', async () => {
    await send()
    await control(sandbox, 'faults', { account: SHOP, delayMs: 60_000 })
    const sent = await send({ flowToken: 'no-verdict' })
    expect(sent.state).toBe('sending')
    await gateway.stop()
    await control(sandbox, 'faults', {})
    gateway = await start()
    await untilStatus(gateway, 'shop', 'connected')
    const isOfThis = (data: { form: { messageId: string } }) => data.form.messageId === sent.messageId
    const told = () => deliveredOf('form.status', isOfThis).map(({ event }) => event.data.form.state)
    await expect.poll(told, PATIENCE).toContain('unknown')
    const page = await control(sandbox, `phones/${ANA}/messages?after=0`)
    const copies = (page['messages'] as { id: string; fromMe: boolean }[]).filter(({ id }) => id === sent.messageId)
    expect(copies.length).toBeLessThanOrEqual(1)
    await control(sandbox, `phones/${ANA}/answer`, {
      to: `${SHOP}@s.whatsapp.net`,
      flowToken: 'no-verdict',
      values: { full_name: 'Ana' },
    })
    expect(await read(sent.messageId)).toMatchObject({ state: 'answered', answers: { fullName: 'Ana' } })
  })

  test('events wait for a receiver that is away, over a restart', async () => {
    await receiver.close()
    const sent = await send()
    await answer(sent.messageId, 'Ana')
    expect(await read(sent.messageId)).toMatchObject({ state: 'answered' })
    await gateway.stop()
    const back = await startReceiver()
    gateway = await start()
    await untilStatus(gateway, 'shop', 'connected')
    const moved = await gateway.call('POST', '/api/events/webhook/shop', {
      body: { enabled: true, url: back.url, events: ['form.answered'] },
    })
    expect(moved.status).toBe(200)
    const isOfThis = (event: { data: { form: { messageId: string } } }) => event.data.form.messageId === sent.messageId
    await expect
      .poll(() => back.deliveries.filter(({ event }) => event.event === 'form.answered' && isOfThis(event)).length, {
        timeout: 40_000,
      })
      .toBe(1)
    receiver = back
  }, 60_000)
}
