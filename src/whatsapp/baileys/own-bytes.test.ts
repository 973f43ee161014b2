import { expect, test } from 'vitest'
import { createKeptSends } from './kept-sends.ts'
import { decodeJson, encodeJson } from './key-codec.ts'
import { createKeyStore } from './key-store.ts'
import { withOwnBytes } from './own-bytes.ts'

const small = () => Buffer.from('a small one, cut out of a shared block')
const memoryOf = (bytes: Uint8Array | undefined) => bytes?.buffer.byteLength

test('what is kept in memory for long does not keep the shared block that it was cut out of', async () => {
  const { length } = small()
  expect(memoryOf(small())).toBeGreaterThan(length)
  const keys = createKeyStore({ stored: { read: async () => new Map(), write: async () => {} }, onFailure: () => {} })
  await keys.set({ session: { one: small() }, 'pre-key': { 1: { public: small(), private: small() } } })
  const session = (await keys.get('session', ['one']))['one']
  const pair = (await keys.get('pre-key', ['1']))['1']
  const sends = createKeptSends()
  sends.keep('M1', { to: 'somebody', raw: small() })
  const credentials = decodeJson(encodeJson({ key: small() })) as { key: Uint8Array }
  const all = [session, pair?.public, pair?.private, sends.find('M1')?.raw, credentials.key]
  expect(all.map(memoryOf)).toEqual(all.map(() => length))
  expect(all.map((bytes) => Buffer.from(bytes ?? []).equals(small()))).toEqual(all.map(() => true))
})

test('what is no plain object is left as it is', () => {
  const odd = new Date(0)
  expect([withOwnBytes(odd), withOwnBytes(null), withOwnBytes('text')]).toEqual([odd, null, 'text'])
})
