import { afterAll, beforeAll, expect, test } from 'vitest'
import { control } from './sandbox.ts'
import { ANA, BRUNO, onPhone, openShop, SHOP, type Shop } from './shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop?.close())

async function send(body: object) {
  const sent = await shop.gateway.call('POST', '/api/message/text/shop', { body: { message: 'Oi', ...body } })
  expect(sent.body).toMatchObject({ success: true, status: 'sent', message: 'Message sent successfully' })
  return sent.body.data
}

async function groupOf(addressing: 'pn' | 'lid'): Promise<string> {
  const made = await control(shop.sandbox, 'groups', { subject: 'Turma', members: [SHOP, ANA, BRUNO], addressing })
  return String(made['jid'])
}

test('a text arrives as it was written', async () => {
  const message = 'Olá, *Ana*!\n\tDuas linhas: "aspas", 汉字, 👩‍👩‍👧'
  const sent = await send({ number: ANA, message, source: 'crm' })
  expect(sent).toMatchObject({
    messageType: 'text',
    content: message,
    direction: 'outgoing',
    source: 'crm',
    state: 'sent',
    chat: { jid: `${ANA}@s.whatsapp.net`, lid: shop.lids[ANA], type: 'private' },
    sender: { jid: `${SHOP}@s.whatsapp.net` },
    warnings: [],
  })
  for (const absent of ['replyTo', 'mentions', 'flowToken']) expect(sent).not.toHaveProperty(absent)
  expect((await onPhone(shop.sandbox, ANA, sent.messageId)).message.conversation).toBe(message)
})

test.each(['pn', 'lid'] as const)(
  'in a group by %s people are mentioned by number, by LID, or all',
  async (addressing) => {
    const number = await groupOf(addressing)
    const named = await send({
      number,
      message: 'Oi @5511987654321',
      mention: ['+55 (11) 8765-4321', shop.lids[BRUNO]],
    })
    expect(named).toMatchObject({ chat: { jid: number, type: 'group', groupName: 'Turma' } })
    expect(named.mentions).toEqual([`${ANA}@s.whatsapp.net`, `${BRUNO}@s.whatsapp.net`])
    const { message } = await onPhone(shop.sandbox, ANA, named.messageId)
    expect(message.extendedTextMessage).toMatchObject({
      text: 'Oi @5511987654321',
      contextInfo: { mentionedJid: named.mentions },
    })
    const all = await send({ number, mentionAll: true })
    expect(all.mentions.toSorted()).toEqual([`${ANA}@s.whatsapp.net`, `${BRUNO}@s.whatsapp.net`].toSorted())
  },
)

test('mentions in a private chat are a warning, and the text goes out', async () => {
  const sent = await send({ number: ANA, mention: [BRUNO], mentionAll: true })
  expect(sent.warnings.map(({ field }: { field: string }) => field)).toEqual(['mention', 'mentionAll'])
  expect((await onPhone(shop.sandbox, ANA, sent.messageId)).message.conversation).toBe('Oi')
})

test('a message is read back with all that is known of it, without a connection too', async () => {
  const sent = await send({ number: ANA, message: 'Lido?', source: 'crm' })
  await onPhone(shop.sandbox, ANA, sent.messageId)
  const incoming = await control(shop.sandbox, `phones/${ANA}/text`, { to: SHOP, text: 'Sim', quote: sent.messageId })
  const read = (path: string, messageId: unknown) =>
    shop.gateway.call('GET', `/api/chat/${path}/shop?messageId=${messageId}`)
  await expect.poll(async () => (await read('status', incoming['id'])).status, { timeout: 10_000 }).toBe(200)
  await control(shop.sandbox, `phones/${ANA}/receipt`, { messageId: sent.messageId, type: 'read' })
  await expect.poll(async () => (await read('status', sent.messageId)).body.status, { timeout: 10_000 }).toBe('read')

  const jid = `${ANA}@s.whatsapp.net`
  expect((await read('status', sent.messageId)).body).toEqual({
    success: true,
    message: 'Message status retrieved successfully',
    message_id: sent.messageId,
    status: 'read',
    status_code: 4,
    direction: 'sent',
    chat_jid: jid,
    timestamp: sent.timestamp,
    state: 'read',
  })
  expect((await read('getMessage', incoming['id'])).body).toEqual({
    success: true,
    message: 'Message found',
    messageId: incoming['id'],
    status: 'found',
    data: {
      content: 'Sim',
      type: 'text',
      from: jid,
      to: `${SHOP}@s.whatsapp.net`,
      chat: jid,
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      isGroup: false,
      status: 'received',
      direction: 'incoming',
      state: 'received',
      source: '',
      sender: { jid, lid: shop.lids[ANA], name: 'Ana Souza' },
      replyTo: { messageId: sent.messageId },
      failure: null,
    },
  })
  expect((await read('getMessage', sent.messageId)).body.data).toMatchObject({
    content: 'Lido?',
    from: `${SHOP}@s.whatsapp.net`,
    to: jid,
    source: 'crm',
    replyTo: null,
  })
})
