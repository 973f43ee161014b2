import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGateway } from './gateway.ts'
import { control, untilStatus } from './sandbox.ts'
import { ANA, BRUNO, onPhone, openShop, SHOP, type Shop } from './shop.ts'

let shop: Shop
let dataDir: string

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'formwire-reply-'))
  shop = await openShop({ dataDir })
})

afterAll(async () => {
  await shop?.close()
  await rm(dataDir, { recursive: true, force: true })
})

const jidOf = (phone: string) => `${phone}@s.whatsapp.net`

async function send(kind: 'text' | 'form', body: object) {
  const sent = await shop.gateway.call('POST', `/api/message/${kind}/shop`, { body: { message: 'Oi', ...body } })
  expect(sent.body).toMatchObject({ success: true, status: 'sent' })
  return sent.body.data
}

/** A message to us, once it is kept. */
async function written(phone: string, to: string, text: string): Promise<string> {
  const { id } = await control(shop.sandbox, `phones/${phone}/text`, { to, text })
  const find = () => shop.gateway.call('GET', `/api/chat/status/shop?messageId=${id}`)
  await expect.poll(async () => (await find()).status, { timeout: 10_000 }).toBe(200)
  return String(id)
}

test('a reply quotes what came in, and what went out', async () => {
  const asked = await written(ANA, SHOP, 'Quanto custa?')
  const sent = await send('text', { number: ANA, message: 'Dez reais', replyTo: asked })
  expect(sent.replyTo).toEqual({ messageId: asked })
  const first = await onPhone(shop.sandbox, ANA, sent.messageId)
  expect(first.message.extendedTextMessage.contextInfo).toMatchObject({
    stanzaId: asked,
    participant: jidOf(ANA),
    quotedMessage: { extendedTextMessage: { text: 'Quanto custa?' } },
  })
  const form = await send('form', { number: ANA, replyTo: sent.messageId })
  const second = await onPhone(shop.sandbox, ANA, form.messageId)
  expect(second.message.interactiveMessage.contextInfo).toMatchObject({
    stanzaId: sent.messageId,
    participant: jidOf(SHOP),
    quotedMessage: { extendedTextMessage: { text: 'Dez reais' } },
  })
  expect(second.message.interactiveMessage.contextInfo.remoteJid).toBeFalsy()
})

test('a reply may be addressed by LID, and quotes the same chat', async () => {
  const asked = await written(ANA, SHOP, 'E agora?')
  const sent = await send('text', { number: shop.lids[ANA], replyTo: ` ${asked} ` })
  const { contextInfo } = (await onPhone(shop.sandbox, ANA, sent.messageId)).message.extendedTextMessage
  expect(contextInfo).toMatchObject({ stanzaId: asked, participant: jidOf(ANA) })
  expect(contextInfo.remoteJid).toBeFalsy()
})

test.each(['pn', 'lid'] as const)('a message of a group by %s is answered there, or in private', async (addressing) => {
  const made = await control(shop.sandbox, 'groups', { subject: 'Turma', members: [SHOP, ANA, BRUNO], addressing })
  const group = String(made['jid'])
  const asked = await written(ANA, group, 'Alguém sabe?')
  const author = addressing === 'lid' ? shop.lids[ANA] : jidOf(ANA)

  const open = await send('text', { number: group, replyTo: asked })
  expect(open.chat).toMatchObject({ jid: group, type: 'group' })
  const inGroup = (await onPhone(shop.sandbox, BRUNO, open.messageId)).message.extendedTextMessage.contextInfo
  expect(inGroup).toMatchObject({ stanzaId: asked, participant: author })
  expect(inGroup.remoteJid).toBeFalsy()

  const secret = await send('form', { number: group, replyTo: asked, replyPrivate: true })
  expect(secret.chat).toMatchObject({ jid: jidOf(ANA), lid: shop.lids[ANA], type: 'private' })
  const { chat, message } = await onPhone(shop.sandbox, ANA, secret.messageId)
  expect(chat).toBe(jidOf(SHOP))
  expect(message.interactiveMessage.contextInfo).toMatchObject({
    stanzaId: asked,
    participant: author,
    remoteJid: group,
  })

  const own = await shop.gateway.call('POST', '/api/message/text/shop', {
    body: { number: group, message: 'x', replyTo: open.messageId, replyPrivate: true },
  })
  expect([own.status, own.body.status]).toEqual([400, 'private_reply_failed'])
})

test('replyPrivate changes nothing when the original is from no group', async () => {
  const asked = await written(ANA, SHOP, 'Oi?')
  const sent = await send('text', { number: BRUNO, replyTo: asked, replyPrivate: true })
  expect(sent.chat.jid).toBe(jidOf(BRUNO))
  const { message } = await onPhone(shop.sandbox, BRUNO, sent.messageId)
  expect(message.extendedTextMessage.contextInfo).toMatchObject({ stanzaId: asked, remoteJid: jidOf(ANA) })
})

test('what was said before a restart can be quoted after it', async () => {
  const asked = await written(ANA, SHOP, 'Antes')
  const sent = await send('text', { number: ANA, message: 'Também antes' })
  await shop.gateway.stop()
  shop.gateway = await startGateway({ sandbox: shop.sandbox, dataDir })
  await untilStatus(shop.gateway, 'shop', 'connected')
  for (const [replyTo, text] of [
    [asked, { extendedTextMessage: { text: 'Antes' } }],
    [sent.messageId, { conversation: 'Também antes' }],
  ] as const) {
    const reply = await send('text', { number: ANA, replyTo })
    const { message } = await onPhone(shop.sandbox, ANA, reply.messageId)
    expect(message.extendedTextMessage.contextInfo).toMatchObject({ stanzaId: replyTo, quotedMessage: text })
  }
})
