import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type EngineName, makePlace, type StorePlace } from '../../src/platform/db/test-store.suite.ts'
import { insistOnDescribedEvent } from '../described.ts'
import { startGateway, type TestGateway } from './gateway.ts'
import { leapingClock } from './leaping-clock.ts'
import { type Receiver, startReceiver } from './receiver.ts'
import { control, linkInstance, type Sandbox, startSandbox, untilStatus } from './sandbox.ts'
import { onPhone } from './shop.ts'
import { findTraces } from './traces.ts'

const SHOP = '5511940000001'
const ANA = '5511987654321'
const CARLA = '5531977776666'

/** What Carla fills in: nothing of it stands anywhere else. */
const VALUES = {
  full_name: 'Carlota Quintanilha',
  email: 'carlota@quintanilha.example',
  cpf_or_cnpj: '529.982.247-25',
  cep: '30130-010',
  street_and_number: 'Rua dos Inconfidentes, 1190',
  screen_0_secret_0: 'whispered-answer',
}
/** As they were typed, as they are searched, and in the raw answer. */
const TRACES = [
  'Carlota',
  'carlota',
  'Quintanilha',
  'quintanilha',
  '529.982',
  '52998224725',
  '30130-010',
  'Inconfidentes',
  'whispered-answer',
  'screen_0_secret_0',
]

/** Erasing one answer, then one person, and what is left of them in the store. */
export function testErasing(engine: EngineName): void {
  const clock = leapingClock()
  let place: StorePlace
  let sandbox: Sandbox
  let gateway: TestGateway
  let deaf: Receiver
  let good: Receiver
  let lid: string
  let answer: { id: string; messageId: string; formId: string; formMessageId: string }

  const environment = () => {
    const { databaseUrl } = place.options
    return databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }
  }
  const start = () => startGateway({ dataDir: place.options.dataDir, sandbox, clock, environment: environment() })
  const call = async (method: string, path: string, body?: object) => gateway.call(method, path, { body })
  const send = async (body: object) => {
    const sent = await call('POST', '/api/message/form/shop', { message: 'Your details', ...body })
    expect(sent.body).toMatchObject({ success: true })
    return sent.body.data
  }
  const deliveries = async (messageId: string) =>
    (await call('GET', `/api/events/deliveries/shop?messageId=${messageId}&limit=200`)).body.deliveries

  async function answered(phone: string, number: string, values: object) {
    const sent = await send({ number })
    await onPhone(sandbox, phone, sent.messageId)
    await control(sandbox, `phones/${phone}/answer`, { messageId: sent.messageId, values })
    const form = await call('GET', `/api/form/get/shop?messageId=${sent.messageId}&wait=10`)
    expect(form.body.form.state).toBe('answered')
    return form.body.form
  }

  /** What a WebSocket that asks for everything since the beginning is told. */
  async function replayed(since: string): Promise<{ event: string; data: unknown }[]> {
    const url = `${gateway.baseUrl.replace('http', 'ws')}/ws/shop?since=${since}`
    const socket = new WebSocket(url, { headers: { token: gateway.accountToken } })
    const frames: { event: string; data: unknown }[] = []
    await new Promise<void>((resolve, reject) => {
      socket.on('error', reject)
      socket.on('message', (text) => {
        const frame = JSON.parse(String(text))
        if (frame.event === 'replay.done') resolve()
        else frames.push(frame)
      })
    })
    socket.close()
    return frames
  }

  const firstEvent = async () => {
    const page = await call('GET', '/api/events/deliveries/shop?limit=200')
    return page.body.deliveries.at(-1).eventId as string
  }

  beforeAll(async () => {
    place = await makePlace(engine)
    sandbox = await startSandbox()
    deaf = await startReceiver(500)
    good = await startReceiver()
    await control(sandbox, 'phones', { phone: ANA, name: 'Ana Souza' })
    lid = String((await control(sandbox, 'phones', { phone: CARLA, name: 'Lotinha' }))['lid'])
    gateway = await start()
    await linkInstance(gateway, sandbox, 'shop', SHOP)
    const events = ['message.exchange', 'message.status', 'form.sent', 'form.status', 'form.answered']
    for (const [label, { url }] of Object.entries({ deaf, good })) {
      await call('POST', '/api/events/webhook/shop', { label, enabled: true, url, events })
    }
    await call('POST', '/api/events/websocket/shop', { enabled: true, events })
  })

  afterAll(async () => {
    await gateway?.stop()
    await deaf?.close()
    await good?.close()
    await sandbox?.close()
    await place?.remove()
  })

  test('an erased answer is nowhere to be read, in the API, in replays and in the files', async () => {
    const form = await answered(CARLA, CARLA, VALUES)
    const told = () => good.deliveries.find(({ event }) => event.data.message?.type === 'interactive_response')
    await expect.poll(told).toBeDefined()
    const messageId = told()?.event.data.id
    answer = { id: form.revisions[0].id, messageId, formId: form.id, formMessageId: form.messageId }
    const text = { number: CARLA, message: 'Thanks a lot', replyTo: messageId }
    const reply = await call('POST', '/api/message/text/shop', text)
    expect(reply.body).toMatchObject({ success: true })
    const waiting = { ...text, message: 'Anything else?', delay: 15 }
    const queued = call('POST', '/api/message/text/shop', waiting)
    const countdown = async () =>
      (await deliveries(messageId)).filter(({ state }: { state: string }) => state === 'pending').length
    await expect.poll(countdown).toBeGreaterThan(0)
    const anas = await answered(ANA, ANA, { full_name: 'Ana Souza' })

    const erased = await call('DELETE', `/api/form/answer/shop?id=${answer.id}`)
    expect([erased.status, erased.body]).toEqual([200, { success: true, message: 'Answer erased' }])
    expect((await call('DELETE', `/api/form/answer/shop?id=${answer.id}`)).status).toBe(200)
    const unknown = await call('DELETE', '/api/form/answer/shop?id=ans_0')
    expect([unknown.status, unknown.body.error.code]).toEqual([404, 'answer_not_found'])

    clock.leap(15_000)
    expect((await queued).body.error).toMatchObject({ code: 'send_failed' })
    const now = (await call('GET', `/api/form/get/shop?messageId=${form.messageId}`)).body.form
    expect(now).toMatchObject({ state: 'answered', answers: null, answerCount: 1, number: CARLA })
    expect(now.revisions).toMatchObject([{ id: answer.id, raw: '', answers: null, erased: true, from: { name: null } }])
    const kept = (await call('GET', `/api/chat/getMessage/shop?messageId=${messageId}`)).body.data
    expect(kept).toMatchObject({ content: '', type: 'interactive_response', sender: { name: null } })
    const left = await deliveries(messageId)
    const states = left.map(({ label, state }: { label: string; state: string }) => `${label} ${state}`)
    expect(new Set(states)).toEqual(new Set(['deaf cancelled', 'good delivered']))
    const frames = await replayed(await firstEvent())
    for (const frame of frames) insistOnDescribedEvent(frame)
    expect(frames.filter(({ event }) => event === 'form.answered')).toMatchObject([
      { data: { form: { id: answer.formId }, answer: { id: answer.id, erased: true } } },
      { data: { form: { id: anas.id, answers: { fullName: 'Ana Souza' } } } },
    ])
    expect(TRACES.filter((trace) => JSON.stringify(frames).includes(trace))).toEqual([])
    expect(JSON.stringify(frames)).toContain('Ana Souza')
    expect((await call('GET', `/api/form/get/shop?messageId=${anas.messageId}`)).body.form.answers).toEqual({
      fullName: 'Ana Souza',
    })

    await gateway.stop()
    expect(await findTraces(place, TRACES)).toEqual([])
    gateway = await start()
    await untilStatus(gateway, 'shop', 'connected')
  })

  test('the next event of the chat still arrives', async () => {
    const before = good.deliveries.length
    await control(sandbox, `phones/${CARLA}/text`, { to: `${SHOP}@s.whatsapp.net`, text: 'hello again' })
    await expect
      .poll(() => good.deliveries.slice(before).map(({ event }) => event.data.message?.content))
      .toContain('hello again')
  })

  test('everything of a person is told, and then erased by any of their addresses', async () => {
    await answered(CARLA, CARLA, VALUES)
    await answered(CARLA, lid, { full_name: 'Carlota' })
    const { jid: group } = await control(sandbox, 'groups', {
      subject: 'Turma',
      members: [SHOP, ANA, CARLA],
      addressing: 'lid',
    })
    await answered(CARLA, String(group), { full_name: 'Carlota of the group' })
    await control(sandbox, `phones/${CARLA}/text`, { to: group, text: 'Carlota says so in the group' })
    const inGroup = () => good.deliveries.find(({ event }) => event.data.message?.content?.includes('in the group'))
    await expect.poll(inGroup).toBeDefined()
    const quoting = { number: group, message: 'noted', replyTo: inGroup()?.event.data.id }
    expect((await call('POST', '/api/message/text/shop', quoting)).body).toMatchObject({ success: true })
    const headers = { 'idempotency-key': 'once' }
    const once = { number: CARLA, message: 'Dear Carlota' }
    await gateway.call('POST', '/api/message/text/shop', { body: once, headers })
    const late = { number: CARLA, message: 'Carlota, one more thing', delay: 15, flowToken: 'carlota-late' }
    const queued = call('POST', '/api/message/form/shop', late)
    const isQueued = async () => (await call('GET', '/api/form/get/shop?flowToken=carlota-late')).status
    await expect.poll(isQueued).toBe(200)

    const told = await call('GET', `/api/form/person/shop?number=%2B55 (31) 97777-6666`)
    expect(told.body.person).toMatchObject({ lids: [lid] })
    expect(told.body.person.jids).toEqual(expect.arrayContaining([`${CARLA}@s.whatsapp.net`]))
    expect(told.body.forms).toHaveLength(4)
    expect(told.body.answers.map((one: { erased: boolean }) => one.erased)).toEqual([true, false, false, false])
    const texts = told.body.messages.map(({ content }: { content: string }) => content)
    expect(texts).toEqual(expect.arrayContaining(['hello again', 'Dear Carlota', 'Carlota says so in the group']))
    expect((await call('GET', '/api/form/person/shop')).body.error.code).toBe('request_invalid')
    expect((await call('GET', `/api/form/person/shop?jid=${group}`)).body.error.code).toBe('request_invalid')

    const erased = await call('DELETE', `/api/form/person/shop?jid=${encodeURIComponent(lid)}`)
    expect(erased.body).toMatchObject({ success: true, message: 'Person erased' })
    expect(erased.body.erased).toMatchObject({ forms: 4, answers: 4 })
    clock.leap(15_000)
    expect((await queued).body.error).toMatchObject({ code: 'send_failed' })
    const again = await call('DELETE', `/api/form/person/shop?number=${CARLA}`)
    expect(again.body.erased).toEqual({ forms: 0, answers: 0, messages: 0 })
    const replay = await gateway.call('POST', '/api/message/text/shop', { body: once, headers })
    expect([replay.status, JSON.stringify(replay.body).includes('Carlota')]).toEqual([200, false])

    for (const frame of await replayed(await firstEvent())) insistOnDescribedEvent(frame)
    await gateway.stop()
    const marks = [...TRACES, CARLA, lid, lid.split('@')[0] ?? '', 'Lotinha', 'hello again', 'Dear', 'says so in']
    const left = await findTraces(place, marks, ['signal_key.id'])
    // Ids of Signal keys name addresses, and the encryption needs them.
    const ids = [CARLA, lid.split('@')[0]]
    expect(left.filter((trace) => !ids.some((id) => trace === `formwire.db: ${id}`))).toEqual([])
    expect(await findTraces(place, ['Ana Souza'])).not.toEqual([])
    gateway = await start()
    await untilStatus(gateway, 'shop', 'connected')
  })

  test('an answer that belongs to no form is erased with the token that its sender wrote', async () => {
    const paramsJson = JSON.stringify({ flow_token: 'made-up', full_name: 'Nobody' })
    await control(sandbox, `phones/${ANA}/answer`, { to: `${SHOP}@s.whatsapp.net`, paramsJson, quote: false })
    const listed = async () => (await call('GET', '/api/form/unmatched/shop')).body.answers
    await expect
      .poll(listed, { timeout: 10_000 })
      .toContainEqual(expect.objectContaining({ flowToken: 'made-up', raw: paramsJson }))
    const { id } = (await listed()).find(({ raw }: { raw: string }) => raw === paramsJson)
    for (let times = 0; times < 2; times += 1) {
      const erased = await call('DELETE', `/api/form/answer/shop?id=${id}`)
      expect([erased.status, erased.body.message]).toEqual([200, 'Answer erased'])
    }
    const left = (await listed()).find((one: { id: string }) => one.id === id)
    expect(left).toMatchObject({ flowToken: null, raw: '', erased: true, from: { name: null } })
  })
}
