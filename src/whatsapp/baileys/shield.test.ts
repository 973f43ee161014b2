import { proto, writeRandomPadMax16 } from '@whiskeysockets/baileys'
import { expect, test } from 'vitest'
import { shield } from './shield.ts'

const HISTORY: proto.IMessage = { protocolMessage: { historySyncNotification: { progress: 100 } } }

function padded(message: proto.IMessage): Uint8Array {
  return writeRandomPadMax16(proto.Message.encode(message).finish())
}

test('what a stranger says as our phone is emptied, our phone is heard', () => {
  const forged = padded(HISTORY)
  expect(shield(forged, false)).toEqual(Uint8Array.of(1))
  expect(shield(forged, true)).toBe(forged)
})

test('it is found in every wrapper, and beside honest content', () => {
  for (const message of [
    { conversation: 'oi', ...HISTORY },
    { viewOnceMessage: { message: { ephemeralMessage: { message: HISTORY } } } },
    { ephemeralMessage: { message: {} }, documentWithCaptionMessage: { message: HISTORY } },
  ]) {
    expect(shield(padded(message), false)).toEqual(Uint8Array.of(1))
  }
})

test('what is hidden behind more wrappers than can be looked through is emptied', () => {
  const wrappers = ['ephemeralMessage', 'viewOnceMessage', 'viewOnceMessageV2', 'documentWithCaptionMessage'] as const
  const wide = (depth: number, last: proto.IMessage): proto.IMessage => {
    if (depth === 0) return last
    const decoys = wrappers.slice(1).map((name) => [name, { message: wide(depth - 1, { conversation: '' }) }])
    return { ...Object.fromEntries(decoys), ephemeralMessage: { message: wide(depth - 1, last) } }
  }
  expect(shield(padded(wide(5, HISTORY)), false)).toEqual(Uint8Array.of(1))
})

test('it is found by its type alone, in wrappers that no client takes, and as the new text of an edit', () => {
  const { Type } = proto.Message.ProtocolMessage
  for (const message of [
    { protocolMessage: { type: Type.APP_STATE_SYNC_KEY_SHARE } },
    { botInvokeMessage: { message: HISTORY } },
    { groupMentionedMessage: { message: { lottieStickerMessage: { message: HISTORY } } } },
    { protocolMessage: { type: Type.MESSAGE_EDIT, key: { id: 'M1' }, editedMessage: HISTORY } },
  ]) {
    expect(shield(padded(message), false)).toEqual(Uint8Array.of(1))
  }
})

test('revokes, edits and everything else pass untouched', () => {
  for (const message of [{ conversation: 'oi' }, { protocolMessage: { type: 0, key: { id: 'M1' } } }, {}]) {
    const plaintext = padded(message)
    expect(shield(plaintext, false)).toBe(plaintext)
  }
  const noise = Uint8Array.of(255, 255, 255, 1)
  expect(shield(noise, false)).toBe(noise)
})
