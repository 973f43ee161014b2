import { expect, test } from 'vitest'
import { node } from '../wire/node.ts'
import { createMailbox } from './mailbox.ts'

const message = (id: string) => node('message', { id, from: 'a@s.whatsapp.net', type: 'text' })
const ids = (mailbox: ReturnType<typeof createMailbox>) => mailbox.waiting().map((stanza) => stanza.attrs.id)

test('a message waits until its receipt; a list of receipts settles all that it names', () => {
  const mailbox = createMailbox()
  for (const id of ['1', '2', '3', '4']) mailbox.put(message(id))
  expect(mailbox.settle(node('receipt', { id: '2', type: 'inactive' }))).toBe(true)
  expect(ids(mailbox)).toEqual(['1', '3', '4'])
  mailbox.settle(node('receipt', { id: '1' }, [node('list', {}, [node('item', { id: '4' })])]))
  expect(ids(mailbox)).toEqual(['3'])
  expect(mailbox.settle(node('receipt', { id: '2', type: 'read' }))).toBe(false)
})

test('a request to send again settles nothing, the refusal behind it does', () => {
  const mailbox = createMailbox()
  mailbox.put(message('1'))
  mailbox.settle(node('receipt', { id: '1', type: 'retry' }))
  expect(ids(mailbox)).toEqual(['1'])
  mailbox.settle(node('ack', { id: '1', class: 'message', error: '500' }))
  expect(ids(mailbox)).toEqual([])
})

test('a resend that arrives before the refusal of the first copy is not lost with it', () => {
  const mailbox = createMailbox()
  mailbox.put(message('1'))
  mailbox.put(message('1'))
  mailbox.settle(node('ack', { id: '1', class: 'message', error: '500' }))
  expect(ids(mailbox)).toEqual(['1'])
})

test('receipts wait for their own acks: "read" is not settled by the ack of "delivered"', () => {
  const mailbox = createMailbox()
  const receipt = (type?: string) => node('receipt', { id: '1', from: 'a@s.whatsapp.net', type })
  mailbox.put(receipt())
  mailbox.put(receipt('read'))
  mailbox.settle(node('ack', { id: '1', class: 'receipt', to: 'a@s.whatsapp.net' }))
  expect(mailbox.waiting().map((stanza) => stanza.attrs.type)).toEqual(['read'])
})

test('what nobody acknowledges is not kept', () => {
  const mailbox = createMailbox()
  mailbox.put(node('presence', { from: 'a@s.whatsapp.net' }))
  mailbox.put(node('ib'))
  expect(mailbox.waiting()).toEqual([])
})
