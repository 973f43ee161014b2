import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ListeningSocket, listenOn } from './listener.ts'
import { control } from './sandbox.ts'
import { ANA, BRUNO, onPhone, openShop, SHOP, type Shop } from './shop.ts'

let shop: Shop
let socket: ListeningSocket
let group: string

beforeAll(async () => {
  shop = await openShop()
  const { token } = shop
  const body = { enabled: true, events: ['message.exchange', 'form.answered'] }
  await shop.gateway.call('POST', '/api/events/websocket/shop', { body })
  socket = await listenOn(shop.gateway, 'shop', '', token)
  const members = [SHOP, ANA, BRUNO]
  group = String((await control(shop.sandbox, 'groups', { subject: 'Equipe', members }))['jid'])
})

afterAll(async () => {
  socket?.drop()
  await shop?.close()
})

async function post(from: string, to: string, message: object, more: object = {}): Promise<string> {
  return String((await control(shop.sandbox, `phones/${from}/send`, { to, message, ...more }))['id'])
}

const say = (from: string, to: string, text: string) => post(from, to, { conversation: text })

interface Key {
  id: string
  remoteJid?: string
  participant?: string
  fromMe?: boolean
}

const edit = (key: Key, text: string) => ({
  protocolMessage: { type: 'MESSAGE_EDIT', key, editedMessage: { conversation: text }, timestampMs: Date.now() },
})
const revoke = (key: Key) => ({ protocolMessage: { type: 'REVOKE', key } })

async function kept(messageId: string) {
  return (await shop.gateway.call('GET', `/api/chat/getMessage/shop?messageId=${messageId}`)).body.data
}

const exchangesOf = (id: string) =>
  socket.frames.filter(({ event, data }) => event === 'message.exchange' && data.id === id)

async function told(id: string, times: number) {
  await expect.poll(() => exchangesOf(id).length, { timeout: 15_000 }).toBe(times)
  return exchangesOf(id).at(-1)?.data
}

/** What was said before is worked off. */
async function allHeard(): Promise<void> {
  for (const from of [ANA, BRUNO]) await told(await say(from, SHOP, 'e agora?'), 1)
}

test.each(['in private', 'in a group'])('%s: an edit and a revoke by the author are told and shown', async (way) => {
  const to = way === 'in private' ? SHOP : group
  const id = await say(ANA, to, 'chego às 9')
  await told(id, 1)
  await post(ANA, to, { editedMessage: { message: edit({ id, fromMe: true }, 'chego às 10') } })
  expect(await told(id, 2)).toMatchObject({
    direction: 'incoming',
    sender: { jid: `${ANA}@s.whatsapp.net` },
    message: { type: 'text', content: 'chego às 10', isEdit: true },
  })
  expect(await kept(id)).toMatchObject({ type: 'text', content: 'chego às 10' })
  await post(ANA, to, revoke({ id, fromMe: true }))
  expect(await told(id, 3)).toMatchObject({ message: { type: 'revoked', content: '', isEdit: false } })
  expect(await kept(id)).toMatchObject({ type: 'revoked', content: '', direction: 'incoming' })
})

test('nobody changes what somebody else wrote, whatever the key in it says', async () => {
  const inPrivate = await say(ANA, SHOP, 'meu')
  const inGroup = await say(ANA, group, 'meu também')
  const { body } = await shop.gateway.call('POST', '/api/message/text/shop', {
    body: { number: ANA, message: 'nosso' },
  })
  const ours = String(body.data.messageId)
  for (const id of [inPrivate, inGroup, ours]) await told(id, 1)
  const [ana, shopJid] = [`${ANA}@s.whatsapp.net`, `${SHOP}@s.whatsapp.net`]
  const keys = (id: string): Key[] => [
    { id },
    { id, fromMe: true },
    { id, fromMe: false, remoteJid: ana },
    { id, remoteJid: group, participant: ana, fromMe: true },
    { id, remoteJid: shopJid, participant: shopJid, fromMe: true },
  ]
  for (const id of [inPrivate, inGroup, ours]) {
    for (const key of keys(id)) {
      for (const forged of [edit(key, 'forjado'), revoke(key)]) {
        await post(BRUNO, SHOP, forged)
        await post(BRUNO, group, { ephemeralMessage: { message: forged } })
        if (id === ours) await post(ANA, SHOP, { deviceSentMessage: { destinationJid: ana, message: forged } })
      }
    }
  }
  // Its author in another chat, and without encryption, where anybody on the way may have written it.
  await post(ANA, group, edit({ id: inPrivate, remoteJid: shopJid, fromMe: true }, 'noutro'))
  await post(ANA, SHOP, revoke({ id: inGroup, remoteJid: group, fromMe: true }))
  await post(ANA, SHOP, revoke({ id: inPrivate, fromMe: true }), { encrypted: false })
  await allHeard()
  expect(await kept(inPrivate)).toMatchObject({ type: 'text', content: 'meu' })
  expect(await kept(inGroup)).toMatchObject({ type: 'text', content: 'meu também' })
  expect(await kept(ours)).toMatchObject({ type: 'text', content: 'nosso' })
  for (const id of [inPrivate, inGroup, ours]) expect(exchangesOf(id)).toHaveLength(1)
})

test('what we edit and take back on our own phone is told as ours', async () => {
  const id = await say(SHOP, ANA, 'fechamos às 18')
  await told(id, 1)
  await post(SHOP, ANA, edit({ id, fromMe: true }, 'fechamos às 19'))
  expect(await told(id, 2)).toMatchObject({
    direction: 'outgoing',
    message: { content: 'fechamos às 19', isEdit: true },
  })
  await post(SHOP, ANA, revoke({ id, fromMe: true }))
  expect(await told(id, 3)).toMatchObject({ direction: 'outgoing', message: { type: 'revoked', content: '' } })
  expect(await kept(id)).toMatchObject({ type: 'revoked', content: '' })
})

test('an answer whose message is taken back stays an answer', async () => {
  const { body } = await shop.gateway.call('POST', '/api/message/form/shop', {
    body: { number: ANA, message: 'Seus dados?' },
  })
  const form = String(body.data.messageId)
  await onPhone(shop.sandbox, ANA, form)
  const values = { full_name: 'Ana Souza' }
  const { id } = await control(shop.sandbox, `phones/${ANA}/answer`, { messageId: form, values })
  await told(String(id), 1)
  await post(ANA, SHOP, edit({ id: String(id), fromMe: true }, 'outra coisa'))
  await post(ANA, SHOP, revoke({ id: String(id), fromMe: true }))
  expect(await told(String(id), 2)).toMatchObject({ message: { type: 'revoked', content: '', interactive: null } })
  const read = await shop.gateway.call('GET', `/api/form/get/shop?messageId=${form}`)
  expect(read.body.form).toMatchObject({ state: 'answered', answerCount: 1 })
})

test('a message that was taken back cannot be replied to', async () => {
  const id = await say(ANA, SHOP, 'esquece')
  await told(id, 1)
  await post(ANA, SHOP, revoke({ id, fromMe: true }))
  await told(id, 2)
  const replied = await shop.gateway.call('POST', '/api/message/text/shop', {
    body: { number: ANA, message: 'o quê?', replyTo: id },
  })
  expect(replied).toMatchObject({ status: 400, body: { status: 'reply_message_not_found' } })
})
