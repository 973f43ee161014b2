import { createRequire } from 'node:module'
import { Curve } from '@whiskeysockets/baileys'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { harden } from './harden.ts'

interface JavaScriptCurve {
  calculateAgreement(publicKey: Buffer, privateKey: Buffer): Buffer
  calculateSignature(privateKey: Buffer, message: Buffer): Buffer
  verifySignature(publicKey: Buffer, message: Buffer, signature: Buffer): boolean
}

const fromBaileys = createRequire(createRequire(import.meta.url).resolve('@whiskeysockets/baileys'))
const javaScript = fromBaileys('libsignal/src/curve.js') as JavaScriptCurve

/** Signing and checking in JavaScript takes tens of milliseconds. */
const FEW = { numRuns: 4 }
const MANY = { numRuns: 50 }
const BASE_POINT = Buffer.from([9, ...Buffer.alloc(31)])

beforeAll(() => harden())

const bytes = (hex: string) => Buffer.from(hex, 'hex')
const prefixed = (key: Uint8Array) => Buffer.concat([Buffer.from([5]), key])
const scalars = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((scalar) => Buffer.from(scalar))
const messages = fc.uint8Array({ minLength: 1, maxLength: 300 }).map((message) => Buffer.from(message))
/** The public half, out of what agrees with it alone. */
const publicOf = (scalar: Buffer) => Curve.sharedKey(scalar, BASE_POINT)

test.each([
  [
    'RFC 7748, 5.2, the first',
    'a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4',
    'e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c',
    'c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552',
  ],
  [
    'RFC 7748, 5.2, the second, whose highest bit is ignored',
    '4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d',
    'e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493',
    '95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957',
  ],
  [
    'RFC 7748, 6.1, Bob’s',
    '5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb',
    '8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a',
    '4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742',
  ],
])('agreement: %s', (_where, scalar, point, agreed) => {
  expect(Curve.sharedKey(bytes(scalar), bytes(point)).toString('hex')).toBe(agreed)
})

test('agreement a thousand times over itself: RFC 7748, 5.2', () => {
  let scalar: Buffer = BASE_POINT
  let point: Buffer = BASE_POINT
  for (let time = 0; time < 1000; time += 1) [scalar, point] = [Buffer.from(Curve.sharedKey(scalar, point)), scalar]
  expect(scalar.toString('hex')).toBe('684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51')
})

test('agreement is what the JavaScript library says, whatever the keys', () => {
  fc.assert(
    fc.property(scalars, scalars, (one, other) => {
      const theirs = publicOf(other)
      expect(Curve.sharedKey(one, theirs)).toEqual(javaScript.calculateAgreement(prefixed(theirs), one))
      expect(Curve.sharedKey(one, theirs)).toEqual(Curve.sharedKey(other, publicOf(one)))
    }),
    MANY,
  )
})

test('a new pair is one: its public half is that of its private one', () => {
  for (let time = 0; time < 20; time += 1) {
    const pair = Curve.generateKeyPair()
    expect(pair.public).toHaveLength(32)
    expect(publicOf(Buffer.from(pair.private))).toEqual(Buffer.from(pair.public))
  }
})

test('each library’s signatures count for the other, whatever the key and the message', () => {
  fc.assert(
    fc.property(scalars, messages, (scalar, message) => {
      const key = publicOf(scalar)
      expect(Curve.verify(key, message, javaScript.calculateSignature(scalar, message))).toBe(true)
      const signature = Buffer.from(Curve.sign(scalar, message))
      expect(javaScript.verifySignature(prefixed(key), message, signature)).toBe(true)
    }),
    FEW,
  )
})

test('one bit of the key, the message or the signature makes it another', () => {
  fc.assert(
    fc.property(scalars, messages, fc.constantFrom(0, 1, 2), fc.nat(), (scalar, message, place, at) => {
      const claim = [publicOf(scalar), Buffer.from(message), Buffer.from(Curve.sign(scalar, message))] as const
      const part = claim[place as 0 | 1 | 2]
      // The highest bit of a public key is no part of it.
      const bit = at % (place === 0 ? 255 : part.length * 8)
      part[bit >> 3] = (part[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(Curve.verify(...claim)).toBe(false)
    }),
    MANY,
  )
})
