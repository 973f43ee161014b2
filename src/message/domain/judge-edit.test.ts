import { expect, test } from 'vitest'
import { messageRow } from '../message-row.suite.ts'
import type { Message } from '../store.ts'
import { type IncomingEdit, judgeEdit } from './judge-edit.ts'

const ANA = { jid: '5511911111111@s.whatsapp.net', lid: '200000000000002@lid' }
const EVE = { jid: '5511922222222@s.whatsapp.net', lid: '200000000000003@lid' }
const GROUP = { jid: '120363000000000001@g.us', lid: null, type: 'group' as const }
const EDITED_AT = 1_795_000_000_000

const KEPT = messageRow({ sender_jid: ANA.jid, sender_lid: ANA.lid, content: 'um' })

function edit(change: Partial<IncomingEdit> = {}, text = 'dois', editedAt = EDITED_AT): IncomingEdit {
  const content = { type: 'text' as const, text }
  return {
    messageId: 'E1',
    delivery: 'live',
    chat: { ...ANA, type: 'private' },
    sender: ANA,
    isFromMe: false,
    at: EDITED_AT,
    content: { type: 'edit', messageId: 'M1', content, editedAt, raw: Uint8Array.of(2) },
    raw: Uint8Array.of(3),
    quoted: null,
    ...change,
  }
}

const revoke = (change: Partial<IncomingEdit> = {}) => edit({ content: { type: 'revoke', messageId: 'M1' }, ...change })
const verdictOf = (one: IncomingEdit, ...found: Message[]) => judgeEdit(one, found).type

test('its author edits and revokes a message, by whichever address', () => {
  for (const sender of [ANA, { jid: ANA.jid, lid: null }, { jid: null, lid: ANA.lid }]) {
    expect(judgeEdit(edit({ sender }), [KEPT])).toMatchObject({ type: 'change', message: KEPT, content: 'dois' })
    expect(judgeEdit(revoke({ sender }), [KEPT])).toMatchObject({ type: 'change', content: '', raw: new Uint8Array() })
  }
})

test('nobody else does: another member, the other side of a chat, somebody of whom nothing is known', () => {
  const inGroup = { ...KEPT, chat_jid: GROUP.jid, chat_lid: null, chat_type: 'group' as const }
  const ours = { ...KEPT, direction: 'outgoing' as const, sender_jid: EVE.jid, sender_lid: EVE.lid }
  for (const make of [edit, revoke]) {
    expect(verdictOf(make({ chat: GROUP, sender: EVE }), inGroup)).toBe('foreign')
    expect(verdictOf(make({ chat: GROUP, sender: EVE, isFromMe: true }), inGroup)).toBe('foreign')
    expect(verdictOf(make(), ours)).toBe('foreign')
    expect(verdictOf(make({ sender: EVE }), ours)).toBe('foreign')
    expect(verdictOf(make({ isFromMe: true, sender: EVE }), ours)).toBe('change')
    expect(verdictOf(make({ sender: { jid: null, lid: null } }), { ...KEPT, sender_jid: null })).toBe('foreign')
    expect(verdictOf(make())).toBe('foreign')
  }
})

test('an edit that is older than the last one changes nothing, nor does the same one', () => {
  const edited = { ...KEPT, content: 'dois', raw: Uint8Array.of(2), sent_at: EDITED_AT }
  expect(verdictOf(edit(), edited)).toBe('nothing')
  expect(verdictOf(edit({}, 'atrasado', EDITED_AT - 1), edited)).toBe('nothing')
  expect(verdictOf(edit({}, 'três', EDITED_AT), edited)).toBe('change')
})

test('what our phone says of our own counts whatever WhatsApp’s clock said when it took the message', () => {
  const ours = { ...KEPT, direction: 'outgoing' as const, sent_at: EDITED_AT + 5_000 }
  expect(verdictOf(edit({ isFromMe: true }), ours)).toBe('change')
})

test('what is revoked or erased stays empty', () => {
  for (const gone of [
    { ...KEPT, type: 'revoked', content: '', raw: new Uint8Array() },
    { ...KEPT, content: '', raw: null },
  ]) {
    expect(verdictOf(edit(), gone)).toBe('nothing')
    expect(verdictOf(revoke(), gone)).toBe('nothing')
  }
})

test('an answer is not edited, and no message becomes another kind of message', () => {
  const image = { type: 'other' as const, kind: 'image', text: 'legenda' }
  const toImage = edit({ content: { ...(edit().content as object), content: image } as IncomingEdit['content'] })
  expect(verdictOf(edit(), { ...KEPT, type: 'interactive_response' })).toBe('foreign')
  expect(verdictOf(edit(), { ...KEPT, type: 'interactive' })).toBe('foreign')
  expect(verdictOf(toImage, KEPT)).toBe('foreign')
  expect(verdictOf(toImage, { ...KEPT, type: 'image' })).toBe('change')
  expect(verdictOf(revoke(), { ...KEPT, type: 'interactive_response' })).toBe('change')
})

test('a text longer than any client writes is cut', () => {
  const verdict = judgeEdit(edit({}, '🎉'.repeat(100_000)), [KEPT])
  expect(verdict).toMatchObject({ type: 'change', content: '🎉'.repeat(32_768) })
})
