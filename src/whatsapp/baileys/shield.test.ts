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

test('revokes, edits and everything else pass untouched', () => {
  for (const message of [{ conversation: 'oi' }, { protocolMessage: { type: 0, key: { id: 'M1' } } }, {}]) {
    const plaintext = padded(message)
    expect(shield(plaintext, false)).toBe(plaintext)
  }
  const noise = Uint8Array.of(255, 255, 255, 1)
  expect(shield(noise, false)).toBe(noise)
})
