import type { BinaryNode } from '@whiskeysockets/baileys'
import { expect, test } from 'vitest'
import { readAck, readReceipt } from './verdict.ts'

const NOW = 1_795_000_000_000

function receipt(attrs: Record<string, string>, content?: BinaryNode[]): BinaryNode {
  const base = { id: 'M1', from: '5511911111111:4@s.whatsapp.net', t: '1795000123' }
  return { tag: 'receipt', attrs: { ...base, ...attrs }, ...(content === undefined ? {} : { content }) }
}

test('an ack without error is good news, with the server’s time', () => {
  const attrs = { class: 'message', id: 'M1', from: '5511911111111@s.whatsapp.net', t: '1795000123' }
  expect(readAck({ tag: 'ack', attrs }, NOW)).toEqual({
    type: 'ack',
    messageId: 'M1',
    chat: '5511911111111@s.whatsapp.net',
    failure: null,
    at: 1_795_000_123_000,
  })
  const refused = readAck({ tag: 'ack', attrs: { ...attrs, error: '463', t: 'soon' } }, NOW)
  expect(refused).toMatchObject({ failure: { code: '463', reason: 'account_restricted' }, at: NOW })
})

test.each([
  [{}, 'delivered'],
  [{ type: 'inactive' }, 'delivered'],
  [{ type: 'read' }, 'read'],
  [{ type: 'played' }, 'played'],
])('a receipt with %j means %s', (attrs, status) => {
  const person = '5511911111111@s.whatsapp.net'
  expect(readReceipt(receipt(attrs), NOW)).toMatchObject({ chat: person, from: person, status })
})

test.each([
  { type: 'retry' },
  { type: 'read-self' },
  { type: 'sender' },
  { type: 'server-error' },
  { recipient: '5511922222222@s.whatsapp.net' },
  { from: '120363000000000001@g.us' },
  { from: 'nonsense' },
  { id: '' },
])('a receipt with %j says nothing of our messages', (attrs) => {
  expect(readReceipt(receipt(attrs), NOW)).toBeNull()
})

test('a receipt for many names them all, and in a group who has them', () => {
  const items = ['M2', 'M3'].map((id) => ({ tag: 'item', attrs: { id } }))
  const attrs = { from: '120363000000000001@g.us', participant: '200000000000002:1@lid' }
  expect(readReceipt(receipt(attrs, [{ tag: 'list', attrs: {}, content: items }]), NOW)).toMatchObject({
    messageIds: ['M1', 'M2', 'M3'],
    chat: '120363000000000001@g.us',
    from: '200000000000002@lid',
  })
})
