import { expect, test } from 'vitest'
import { createSystemRandom } from './system-random.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

test('as many bytes come as were asked for, and none of them twice', () => {
  const { bytes } = createSystemRandom()
  const sizes = Array.from({ length: 3_000 }, (_, index) => 16 + (index % 17))
  const drawn = sizes.map((size) => bytes(size))
  expect(drawn.map(({ length }) => length)).toEqual(sizes)
  expect(new Set(drawn.map((each) => hex(each.subarray(0, 16)))).size).toBe(sizes.length)
})

test('what was handed out stays as it is', () => {
  const { bytes } = createSystemRandom()
  const first = bytes(16)
  const before = hex(first)
  for (let count = 0; count < 600; count += 1) bytes(16)
  expect(hex(first)).toBe(before)
  expect(before).not.toBe('0'.repeat(32))
})

test('none and very many are drawn too', () => {
  const { bytes } = createSystemRandom()
  expect(bytes(0)).toHaveLength(0)
  expect(new Set(bytes(10_000)).size).toBe(256)
  expect(hex(bytes(4_096))).not.toBe(hex(bytes(4_096)))
})
