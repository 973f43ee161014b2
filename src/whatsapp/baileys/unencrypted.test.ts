import type { BinaryNode } from '@whiskeysockets/baileys'
import { expect, test } from 'vitest'
import { disguise } from './unencrypted.ts'

const content = Uint8Array.of(10, 2, 111, 105)

test('content without encryption passes for a ciphertext, as the very same bytes', () => {
  const stanza: BinaryNode = {
    tag: 'message',
    attrs: { id: 'M1' },
    content: [{ tag: 'plaintext', attrs: {}, content }],
  }
  expect(disguise(stanza)).toEqual([content])
  const [enc] = stanza.content as BinaryNode[]
  expect(enc).toMatchObject({ tag: 'enc', attrs: { type: 'msg' } })
  expect(enc?.content).toBe(content)
})

test('beside a ciphertext it is not heard', () => {
  const enc: BinaryNode = { tag: 'enc', attrs: { type: 'pkmsg' }, content: Uint8Array.of(1) }
  const stanza: BinaryNode = { tag: 'message', attrs: {}, content: [{ tag: 'plaintext', attrs: {}, content }, enc] }
  expect(disguise(stanza)).toEqual([])
  expect(stanza.content).toEqual([enc])
})

test.each([undefined, 'text', Uint8Array.of(1), []])('a stanza of any other make stays as it is: %j', (made) => {
  const stanza: BinaryNode = { tag: 'message', attrs: {}, ...(made === undefined ? {} : { content: made }) }
  expect(disguise(stanza)).toEqual([])
  expect(stanza.content).toBe(made)
})

test('a child without bytes is none to be kept, and stops nothing', () => {
  const stanza: BinaryNode = { tag: 'message', attrs: {}, content: [{ tag: 'plaintext', attrs: {} }] }
  expect(disguise(stanza)).toEqual([])
})
