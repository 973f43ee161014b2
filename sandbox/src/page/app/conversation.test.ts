import { expect, test } from 'vitest'
import type { Item } from './control.js'
import { gatherChats, keep } from './conversation.js'
import { readPhonebook } from './phonebook.js'

const shop = { phone: '5511988887777', jid: '5511988887777@s.whatsapp.net', lid: '900100@lid', name: 'Padaria Aurora' }
const form = {
  interactiveMessage: {
    body: { text: 'Olá' },
    nativeFlowMessage: {
      buttons: [{ name: 'galaxy_message', buttonParamsJson: '{"flow_token":"t-1","flow_cta":"Go"}' }],
      messageVersion: 3,
    },
  },
}
const answer = (paramsJson: string, stanzaId?: string) => ({
  interactiveResponseMessage: { nativeFlowResponseMessage: { paramsJson }, contextInfo: stanzaId ? { stanzaId } : {} },
})
const item = (seq: number, more: Partial<Item>): Item => {
  return { seq, id: `M${seq}`, chat: shop.jid, from: shop.jid, message: { conversation: 'hi' }, ...more }
}
const chatsOf = (...items: Item[]) => {
  const kept = new Map()
  for (const one of items) keep(kept, one, 1_000)
  return gatherChats(kept.values(), readPhonebook([shop], items, 'Group'))
}

test('one person is one chat, whether addressed by phone JID or by LID', () => {
  const chats = chatsOf(item(1, {}), item(2, { chat: shop.lid, from: '900100:3@lid' }))
  expect(chats.map((chat) => [chat.jid, chat.entries.length])).toEqual([[shop.jid, 2]])
})

test('a LID that no phone of the sandbox has is learned from the message', () => {
  const stanza = { attrs: { from: '77@lid', sender_pn: '5521911112222@s.whatsapp.net', notify: 'Bia' } }
  const items = [item(1, { chat: '77@lid', from: '77@lid', stanza })]
  expect(chatsOf(...items)[0]?.jid).toBe('5521911112222@s.whatsapp.net')
  expect(readPhonebook([], items, 'Group').nameOf('77@lid')).toBe('Bia')
  const listed = [item(1, { chat: '78@lid', from: '78@lid', chatAlt: '5521911113333@s.whatsapp.net' })]
  expect(chatsOf(...listed)[0]?.jid).toBe('5521911113333@s.whatsapp.net')
})

test('a person without a name is shown by number', () => {
  expect(readPhonebook([], [], 'Group').nameOf('5511988887777@s.whatsapp.net')).toBe('+55 11 98888-7777')
  expect(readPhonebook([], [], 'Group').nameOf('14155550100@s.whatsapp.net')).toBe('+14155550100')
})

test('a form is answered by what quotes it, or by its token when nothing is quoted', () => {
  const sent = item(1, { message: form })
  const isAnswered = (message: unknown) => chatsOf(sent, item(2, { fromMe: true, message }))[0]?.entries[0]?.isAnswered
  expect(isAnswered(answer('{}', 'M1'))).toBe(true)
  expect(isAnswered(answer('{"flow_token":"t-1"}'))).toBe(true)
  expect(isAnswered(answer('{"flow_token":"t-1"}', 'another'))).toBe(false)
  expect(isAnswered(answer('{garbage'))).toBe(false)
  expect(isAnswered({ conversation: 'no' })).toBe(false)
})

test('a message that comes again keeps its place and takes the new status', () => {
  const chats = chatsOf(
    item(1, { id: 'A', fromMe: true, status: 'sent' }),
    item(2, { id: 'B' }),
    item(3, { id: 'A', fromMe: true, status: 'read' }),
  )
  expect(chats[0]?.entries.map((entry) => [entry.id, entry.status])).toEqual([
    ['A', 'read'],
    ['B', ''],
  ])
})

test('the time is the stanza’s, else when the page first saw it', () => {
  const [chat] = chatsOf(item(1, { stanza: { attrs: { t: '1700000000' } } }), item(2, {}))
  expect(chat?.entries.map((entry) => entry.at.getTime())).toEqual([1_700_000_000_000, 1_000])
})

test('messages without words make no bubble and no chat', () => {
  expect(chatsOf(item(1, { message: { senderKeyDistributionMessage: {} } }))).toEqual([])
})
