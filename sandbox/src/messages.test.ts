import './testing/signatures.ts'

import { proto, type WAMessage } from '@whiskeysockets/baileys'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from './sandbox.ts'
import { type Companion, linkCompanion, until } from './testing/companion.ts'
import { controlOf, type Listed, messagesOf } from './testing/control-client.ts'

const number = '5511900000000'
const ana = '5511911111111'
const bia = '5511922222222'
const headless = '5511933333333'

let sandbox: Sandbox
let gateway: Companion
let control: ReturnType<typeof controlOf>
const lids = new Map<string, string>()

beforeAll(async () => {
  sandbox = await startSandbox()
  control = controlOf(sandbox.controlUrl)
  for (const phone of [ana, bia]) lids.set(phone, String((await control('phones', { phone })).body.lid))
  lids.set(headless, String((await control('phones', { phone: headless, headless: true })).body.lid))
  gateway = await linkCompanion(sandbox, number)
}, 30_000)

afterAll(async () => {
  await gateway?.close()
  await sandbox?.close()
})

const responseOf = (message: WAMessage) => {
  const content = message.message?.ephemeralMessage?.message ?? message.message
  return (content?.documentWithCaptionMessage?.message ?? content)?.interactiveResponseMessage
}
const answerTo = (id: string) => gateway.next((m) => responseOf(m)?.contextInfo?.stanzaId === id)
const messageOf = (phone: string, id: string) =>
  until(async () => (await messagesOf(sandbox.controlUrl, phone, 0, 500)).find((m) => m.id === id), `message ${id}`)

test.each([
  ['by phone number', `${ana}@s.whatsapp.net`],
  ['by LID', 'lid'],
])('a form sent %s arrives with its extra nodes, and its answer quotes it', async (how, jid) => {
  const to = jid === 'lid' ? (lids.get(ana) ?? '') : jid
  const id = await gateway.sendForm(to, `token ${how}`)
  const seen = await messageOf(ana, id)
  expect(seen.message.interactiveMessage?.body).toEqual({ text: 'Please fill this in' })
  expect(seen.stanza.content?.map(({ tag }) => tag)).toContain('biz')
  await control(`phones/${ana}/answer`, { messageId: id, values: { full_name: 'Ana Souza' } })
  const answer = await answerTo(id)
  expect(answer.key.remoteJid).toBe(to)
  expect(answer.key.remoteJidAlt).toBe(jid === 'lid' ? `${ana}@s.whatsapp.net` : lids.get(ana))
  const params = JSON.parse(responseOf(answer)?.nativeFlowResponseMessage?.paramsJson ?? '')
  expect(params).toMatchObject({ flow_token: `token ${how}`, full_name: 'Ana Souza' })
})

test('an answer can come from the other address than the one that the form was sent to', async () => {
  const id = await gateway.sendForm(`${bia}@s.whatsapp.net`, 't')
  await messageOf(bia, id)
  await control(`phones/${bia}/answer`, { messageId: id, values: {}, from: 'lid' })
  expect((await answerTo(id)).key).toMatchObject({
    remoteJid: lids.get(bia),
    remoteJidAlt: `${bia}@s.whatsapp.net`,
  })
})

test('the three shapes, wrappers, no quote and raw parameters are sent as told', async () => {
  const id = await gateway.sendForm(`${ana}@s.whatsapp.net`, 'shapes')
  await messageOf(ana, id)
  const send = async (order: object): Promise<WAMessage> => {
    const { body } = await control(`phones/${ana}/answer`, { messageId: id, values: { email: 'a@b.co' }, ...order })
    return gateway.next((message) => message.key.id === body.id)
  }
  const params = async (order: object) =>
    JSON.parse(responseOf(await send(order))?.nativeFlowResponseMessage?.paramsJson ?? '')

  const first = await params({ shape: 1 })
  expect(first.email).toBe('a@b.co')
  const inner = JSON.parse(first.wa_flow_response_params.response_message)
  expect(inner.response[0].components[0]).toMatchObject({ name: 'email', label: '', value: 'a@b.co' })
  const second = await params({ shape: 2 })
  expect(second.email).toBeUndefined()
  expect(JSON.parse(second.response_message)).toMatchObject({ version: 2 })
  expect(await params({ shape: 3, flowToken: 'other' })).toEqual({ email: 'a@b.co', flow_token: 'other' })

  const raw = responseOf(await send({ paramsJson: '{ unquoted', quote: false, version: null, body: 'Enviado' }))
  expect(raw?.contextInfo).toBeFalsy()
  expect(raw?.body?.text).toBe('Enviado')
  expect(raw?.nativeFlowResponseMessage?.paramsJson).toBe('{ unquoted')
  expect((await send({ wrap: 'ephemeral' })).message?.ephemeralMessage?.message).toBeTruthy()
  expect((await send({ wrap: 'documentWithCaption' })).message?.documentWithCaptionMessage).toBeTruthy()
})

test.each(['lid', 'pn'] as const)(
  'a form in a group addressed by %s is answered by one of its members',
  async (addressing) => {
    const members = [number, ana, bia, headless]
    const { body } = await control('groups', { subject: 'Team', members, addressing })
    const id = await gateway.sendForm(String(body.jid), `group ${addressing}`)
    for (const phone of [ana, bia, headless]) expect((await messageOf(phone, id)).chat).toBe(body.jid)
    for (const phone of [bia, headless]) {
      const sent = await control(`phones/${phone}/answer`, { messageId: id, values: { full_name: 'Bia' } })
      const answer = await gateway.next((message) => message.key.id === sent.body.id)
      expect(responseOf(answer)?.contextInfo?.stanzaId).toBe(id)
      expect(answer.key.participant).toBe(addressing === 'lid' ? lids.get(phone) : `${phone}@s.whatsapp.net`)
    }
  },
)

test('the gateway sees a form delivered, then read when the person answers', async () => {
  const reached: number[] = []
  gateway.socket().ev.on('messages.update', (updates) => {
    for (const { key, update } of updates) if (key.id === id && update.status) reached.push(update.status)
  })
  const id = await gateway.sendForm(`${ana}@s.whatsapp.net`, 'ticks')
  const { DELIVERY_ACK, READ } = proto.WebMessageInfo.Status
  await until(() => reached.includes(DELIVERY_ACK), 'a delivery receipt')
  await control(`phones/${ana}/answer`, { messageId: id, values: {} })
  await until(() => reached.includes(READ), 'a read receipt')
})

test('a phone lists its own messages too, and how far they got', async () => {
  const { body } = await control(`phones/${ana}/text`, { to: number, text: 'hello' })
  const text = await gateway.next((message) => message.key.id === body.id)
  expect(text.message?.extendedTextMessage?.text).toBe('hello')
  expect(await messageOf(ana, String(body.id))).toMatchObject({ fromMe: true })
  await gateway.socket().readMessages([text.key])
  const statuses = async (): Promise<Listed[]> => messagesOf(sandbox.controlUrl, ana)
  await until(async () => (await statuses()).some((m) => m.id === body.id && m.status === 'read'), 'a read tick')
})

test('the phone of the linked number sees what its companion sends, and can answer it', async () => {
  const id = await gateway.sendForm(`${number}@s.whatsapp.net`, 'to myself')
  expect(await messageOf(number, id)).toMatchObject({ fromMe: true })
  await control(`phones/${number}/answer`, { messageId: id, values: { full_name: 'Me' } })
  expect((await answerTo(id)).key.fromMe).toBe(true)
})

test('a phone asks for a message again, and gets it', async () => {
  const id = await gateway.sendForm(`${bia}@s.whatsapp.net`, 'again')
  const first = await messageOf(bia, id)
  await control(`phones/${bia}/receipt`, { messageId: id, type: 'retry' })
  const listed = await until(async () => {
    const all = (await messagesOf(sandbox.controlUrl, bia)).filter((message) => message.id === id)
    return all.length > 1 && all
  }, 'the message again')
  expect(listed[1]?.message.interactiveMessage).toEqual(first.message.interactiveMessage)
})

test('who subscribes to somebody hears when they come and go', async () => {
  const heard: string[] = []
  gateway.socket().ev.on('presence.update', ({ id, presences }) => {
    if (id === `${bia}@s.whatsapp.net`) heard.push(...Object.values(presences).map((p) => p.lastKnownPresence))
  })
  await gateway.socket().presenceSubscribe(`${bia}@s.whatsapp.net`)
  await until(() => heard.includes('available'), 'her presence')
})

test('a number is found under its other national spelling, with the JID that it is registered under', async () => {
  const jid = `${ana}@s.whatsapp.net`
  expect(await gateway.socket().onWhatsApp('551111111111')).toEqual([{ jid, exists: true }])
  expect(await gateway.socket().onWhatsApp('5511888888888')).toEqual([])
})

test('a new group is announced to its members', async () => {
  const known = new Promise<{ subject: string }>((resolve) => {
    gateway.socket().ev.on('groups.upsert', ([group]) => group && resolve(group))
  })
  const { body } = await control('groups', { subject: 'Just made', members: [number, ana] })
  expect(await known).toMatchObject({ id: body.jid, subject: 'Just made' })
  expect(Object.keys(await gateway.socket().groupFetchAllParticipating())).toContain(body.jid)
})

test('the phone of a linked number may be headless', async () => {
  const account = '5511955550000'
  await control('phones', { phone: account, headless: true })
  const companion = await linkCompanion(sandbox, account)
  const id = await companion.sendForm(`${ana}@s.whatsapp.net`, 'from a headless account')
  await messageOf(ana, id)
  expect(await messageOf(account, id)).toMatchObject({ fromMe: true, chat: `${ana}@s.whatsapp.net` })
  await control(`phones/${ana}/answer`, { messageId: id, values: {} })
  await companion.next((message) => responseOf(message)?.contextInfo?.stanzaId === id)
  await companion.close()
})

test('typing is seen on the phone, in private and in groups', async () => {
  await gateway.socket().sendPresenceUpdate('composing', `${ana}@s.whatsapp.net`)
  await gateway.socket().sendPresenceUpdate('paused', `${ana}@s.whatsapp.net`)
  const from = `${number}@s.whatsapp.net`
  await until(async () => {
    const { body } = await control(`phones/${ana}/presence?after=0&waitMs=1000`)
    return (body.presence as unknown[]).length >= 2 && body
  }, 'presence').then(({ presence }) => {
    expect(presence).toMatchObject([
      { seq: 1, from, chat: from, state: 'composing' },
      { seq: 2, from, chat: from, state: 'paused' },
    ])
  })
})

test('a call rings at the gateway, and its rejection reaches the phone', async () => {
  const rung = new Promise<{ id: string; from: string }>((resolve) => {
    gateway.socket().ev.on('call', ([call]) => call?.status === 'offer' && resolve(call))
  })
  const { body } = await control(`phones/${ana}/call`, { to: number })
  const call = await rung
  expect(call).toMatchObject({ id: body.id, from: `${ana}@s.whatsapp.net` })
  await gateway.socket().rejectCall(call.id, call.from)
  const calls = await control(`phones/${ana}/calls?after=0&waitMs=5000`)
  expect(calls.body.calls).toMatchObject([{ id: call.id, state: 'reject' }])
})

test('anything can be sent, forged protocol messages too', async () => {
  const message = { protocolMessage: { type: 'REVOKE', key: { remoteJid: 'x@s.whatsapp.net', id: 'ABC' } } }
  const { body } = await control(`phones/${ana}/send`, { to: number, message })
  const listed = await messageOf(ana, String(body.id))
  expect(listed.message.protocolMessage?.key).toEqual({ remoteJid: 'x@s.whatsapp.net', id: 'ABC' })
  const nonsense = await control(`phones/${ana}/send`, { to: number, message: { no: 'such thing' } })
  expect(nonsense.status).toBe(400)
})

test('a headless phone receives, answers and shows its ticks', async () => {
  const id = await gateway.sendForm(`${headless}@s.whatsapp.net`, 'headless')
  await messageOf(headless, id)
  await control(`phones/${headless}/answer`, { messageId: id, values: { full_name: 'H' } })
  const answer = await answerTo(id)
  await gateway.socket().readMessages([answer.key])
  await until(
    async () => (await messagesOf(sandbox.controlUrl, headless)).some((m) => m.fromMe && m.status === 'read'),
    'a read tick',
  )
})

test('a phone that answers by itself fills in what was asked', async () => {
  const robot = '5511944444444'
  await control('phones', { phone: robot, autoAnswer: true, headless: true })
  const id = await gateway.sendForm(`${robot}@s.whatsapp.net`, 'auto')
  const params = JSON.parse(responseOf(await answerTo(id))?.nativeFlowResponseMessage?.paramsJson ?? '')
  expect(Object.keys(params)).toEqual(
    expect.arrayContaining(['full_name', 'email', 'cpf_or_cnpj', 'flow_token', 'wa_flow_response_params']),
  )
  expect(params.email).toMatch(/^[a-z.]+@exemplo\.com\.br$/)
})

test('two people who write to each other through it in both directions lose nothing', async () => {
  const count = 40
  const sends: Promise<unknown>[] = []
  for (let index = 0; index < count; index += 1) {
    sends.push(gateway.socket().relayMessage(`${bia}@s.whatsapp.net`, { conversation: `out ${index}` }, {}))
    sends.push(control(`phones/${bia}/text`, { to: number, text: `in ${index}` }))
  }
  await Promise.all(sends)
  const arrived = () => gateway.received.filter((m) => m.message?.extendedTextMessage?.text?.startsWith('in ')).length
  await until(() => arrived() === count, 'every text to the gateway')
  await until(async () => {
    const all = await messagesOf(sandbox.controlUrl, bia)
    return all.filter((m) => String(m.message.conversation ?? '').startsWith('out ')).length === count
  }, 'every text to the phone')
})
