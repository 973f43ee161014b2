import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesField, fieldsOf } from './fields.ts'

test('fields of every type are found where they are, and what is put together is what was taken apart', () => {
  const fixed = Uint8Array.of(0x0d, 1, 2, 3, 4, 0x11, 1, 2, 3, 4, 5, 6, 7, 8)
  const number = Uint8Array.of(0x18, 0x96, 0x01)
  const bytes = bytesField(200, new Uint8Array(300).fill(7))
  const whole = Buffer.concat([fixed, number, bytes])
  const fields = fieldsOf(whole) ?? []
  expect(fields.map((field) => field.number)).toEqual([1, 2, 3, 200])
  expect(fields.map(({ value }) => value.length)).toEqual([0, 0, 0, 300])
  expect(Buffer.concat(fields.map(({ encoded }) => encoded))).toEqual(whole)
})

test('a message that is cut off is none, and no bytes are too strange to be looked at', () => {
  expect(fieldsOf(bytesField(1, new Uint8Array(9)).subarray(0, 10))).toBe(null)
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const fields = fieldsOf(bytes)
      if (fields !== null) expect(Buffer.concat(fields.map(({ encoded }) => encoded))).toEqual(Buffer.from(bytes))
    }),
  )
})
