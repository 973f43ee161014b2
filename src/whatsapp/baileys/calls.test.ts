import type { BinaryNode } from '@whiskeysockets/baileys'
import { expect, test } from 'vitest'
import { createCallBook, readCall } from './calls.ts'

const PN = '5511911112222@s.whatsapp.net'
const LID = '240000000000001@lid'

const stanza = (tag: string, attrs: Record<string, string> = {}, outer: Record<string, string> = {}): BinaryNode => ({
  tag: 'call',
  attrs: { id: 'a', from: LID, t: '1700000000', ...outer },
  content: [{ tag, attrs: { 'call-id': 'C1', 'call-creator': LID, ...attrs } }],
})

test('an offer says who calls, by both addresses, and how', () => {
  expect(readCall(stanza('offer', { caller_pn: PN }, { notify: 'Ana' }), 1)).toMatchObject({
    callId: 'C1',
    status: 'ringing',
    creator: LID,
    caller: { jid: PN, lid: LID },
    name: 'Ana',
    kind: { isVideo: false, isGroup: false },
    isOffline: false,
    at: 1_700_000_000_000,
  })
  expect(readCall(stanza('offer', { 'group-jid': '1@g.us' }, { offline: '1' }), 1)).toMatchObject({
    kind: { isGroup: true },
    isOffline: true,
  })
})

test.each([
  ['by its LID', LID, {}, true],
  ['by its number', PN, { caller_pn: PN }, true],
  ['from another device', '240000000000001:7@lid', {}, true],
  ['as somebody else', '240000000000002@lid', { caller_pn: PN }, false],
  ['as a group', '1@g.us', {}, false],
  ['as nobody', '', {}, false],
])('a call is vouched for only when the server names its caller too: %s', (_, from, attrs, isVouchedFor) => {
  const offer = readCall(stanza('offer', attrs, { from }), 1)
  expect(offer).toMatchObject({ caller: { lid: LID }, isVouchedFor })
})

test.each([
  ['accept', {}, 'accepted'],
  ['reject', {}, 'rejected'],
  ['terminate', {}, 'ended'],
  ['terminate', { reason: 'timeout' }, 'missed'],
])('%s %o is %s', (tag, attrs, status) => {
  expect(readCall(stanza(tag, attrs), 1)).toMatchObject({ status, kind: null })
})

test('what is about how a call is carried, and what names none, is nothing', () => {
  for (const tag of ['transport', 'relaylatency', 'preaccept', '__proto__', 'constructor']) {
    expect(readCall(stanza(tag), 1)).toBeNull()
  }
  expect(readCall(stanza('offer', { 'call-id': 'x'.repeat(256) }), 1)).toBeNull()
  expect(readCall(stanza('offer', { 'call-creator': 'nobody' }), 1)).toBeNull()
  expect(readCall({ tag: 'call', attrs: {} }, 1)).toBeNull()
})

test('what follows on an offer is told with the caller of the offer, whoever says it', () => {
  const book = createCallBook()
  const offer = readCall(stanza('offer', { caller_pn: PN }), 1)
  const end = readCall(stanza('terminate', { 'call-creator': PN }), 1)
  if (!offer || !end) throw new Error('not read')
  book.note(offer)
  expect(book.note(end)).toMatchObject({ caller: { jid: PN, lid: LID }, creator: LID, kind: { isVideo: false } })
})
