import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashToken } from './hash-token.ts'
import { createSealer, type Place } from './seal.ts'

const key = Uint8Array.from({ length: 32 }, (_, byte) => byte)
const otherKey = Uint8Array.from({ length: 32 }, () => 7)
const place = { table: 'credential', column: 'sealed', row: 'ins_1' }

test('what was sealed opens at its place, whatever its bytes', () => {
  const sealer = createSealer(key)
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2_000 }), fc.string(), (plain, row) => {
      const box = sealer.seal({ ...place, row }, plain)
      expect(createSealer(key).open({ ...place, row }, box)).toStrictEqual(new Uint8Array(plain))
    }),
  )
})

test('text of any script opens as it was', () => {
  const sealer = createSealer(key)
  const box = sealer.sealText(place, 'Ação 👩‍👩‍👧 汉字')
  expect(sealer.openText(place, box)).toBe('Ação 👩‍👩‍👧 汉字')
  expect(sealer.openText(place, sealer.sealText(place, ''))).toBe('')
})

test('a box in a larger buffer opens', () => {
  const sealer = createSealer(key)
  const box = sealer.sealText(place, 'inside')
  const buffer = new Uint8Array(box.length + 20)
  buffer.set(box, 10)
  expect(sealer.openText(place, buffer.subarray(10, 10 + box.length))).toBe('inside')
})

test('two boxes of the same differ in their nonce and behind it', () => {
  const sealer = createSealer(key)
  const [one, two] = [sealer.sealText(place, 'same'), sealer.sealText(place, 'same')]
  expect(one.subarray(0, 5)).toEqual(two.subarray(0, 5))
  expect(one.subarray(5, 17)).not.toEqual(two.subarray(5, 17))
  expect(one.subarray(17)).not.toEqual(two.subarray(17))
})

test('a box does not open at any other table, column or row', () => {
  const sealer = createSealer(key)
  const box = sealer.sealText(place, 'secret')
  for (const other of [
    { ...place, table: 'webhook' },
    { ...place, column: 'sealed_token' },
    { ...place, row: 'ins_2' },
    { table: 'credentialsealed', column: '', row: 'ins_1' },
  ]) {
    expect(() => sealer.open(other, box)).toThrow('was changed or moved')
  }
})

test('a box of another key says so', () => {
  const box = createSealer(otherKey).sealText(place, 'secret')
  expect(() => createSealer(key).open(place, box)).toThrow(
    'What is kept in credential.sealed was sealed with another secret key',
  )
})

test('a box with any byte changed or cut off does not open', () => {
  const sealer = createSealer(key)
  const box = sealer.sealText(place, 'secret')
  for (const at of box.keys()) {
    const changed = Uint8Array.from(box, (byte, index) => (index === at ? byte ^ 1 : byte))
    expect(() => sealer.open(place, changed)).toThrow()
    expect(() => sealer.open(place, box.subarray(0, at))).toThrow()
  }
})

test('an error of the seal shows neither row nor content', () => {
  const sealer = createSealer(key)
  const box = sealer.sealText(place, 'secret')
  const open = () => sealer.open({ ...place, row: '5511999999999@s.whatsapp.net' }, box)
  expect(open).toThrow(/^What is kept in credential\.sealed was changed or moved$/)
})

test('a key of another length is refused', () => {
  expect(() => createSealer(new Uint8Array(16))).toThrow(RangeError)
})

test('a token hashes to the same under one key, and to something else under another', () => {
  expect(hashToken(key, 'token')).toMatch(/^[0-9a-f]{64}$/)
  expect(hashToken(key, 'token')).toBe(hashToken(Uint8Array.from(key), 'token'))
  expect(hashToken(key, 'token')).not.toBe(hashToken(otherKey, 'token'))
  expect(hashToken(key, 'token')).not.toBe(hashToken(key, 'tokem'))
})

/** The format as it was written down first: what it seals is in stores that exist. */
function plainSealer(secret: Uint8Array) {
  const sealKey = Buffer.from(hkdfSync('sha256', secret, '', 'formwire seal', 32))
  const keyId = createHash('sha256').update('formwire key id').update(sealKey).digest().subarray(0, 4)
  const where = ({ table, column, row }: Place) => new TextEncoder().encode(JSON.stringify([table, column, row]))
  const keyOf = (at: Place) => createHmac('sha256', sealKey).update(where(at)).digest()
  return {
    seal(at: Place, plain: Uint8Array): Uint8Array {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', keyOf(at), nonce).setAAD(where(at))
      const sealed = [cipher.update(plain), cipher.final(), cipher.getAuthTag()]
      return new Uint8Array(Buffer.concat([Uint8Array.of(1), keyId, nonce, ...sealed]))
    },
    open(at: Place, box: Uint8Array): Uint8Array {
      if (box[0] !== 1 || !Buffer.from(box.subarray(1, 5)).equals(keyId)) throw new Error('another key')
      const decipher = createDecipheriv('aes-256-gcm', keyOf(at), box.subarray(5, 17), { authTagLength: 16 })
      decipher.setAAD(where(at)).setAuthTag(box.subarray(-16))
      return new Uint8Array(Buffer.concat([decipher.update(box.subarray(17, -16)), decipher.final()]))
    },
  }
}

test('boxes of older versions open, and older versions open ours', () => {
  const row = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.constantFrom('a/session/1.0', 'lone \ud800'))
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.uint8Array({ maxLength: 3_000 }),
      row,
      (secret, plain, at) => {
        const [ours, before] = [createSealer(secret), plainSealer(secret)]
        const here = { ...place, row: at }
        for (let time = 0; time < 2; time++) {
          expect(ours.open(here, before.seal(here, plain))).toStrictEqual(new Uint8Array(plain))
          expect(before.open(here, ours.seal(here, plain))).toStrictEqual(new Uint8Array(plain))
        }
      },
    ),
  )
})

test('no nonce is used twice, and places stay apart, however many boxes are made', () => {
  const sealer = createSealer(key)
  const boxes = Array.from({ length: 5_000 }, (_, at) =>
    sealer.sealText({ ...place, row: String(at % 2_500) }, `${at}`),
  )
  expect(new Set(boxes.map((box) => Buffer.from(box.subarray(5, 17)).toString('hex'))).size).toBe(5_000)
  for (const [at, box] of boxes.entries()) {
    expect(sealer.openText({ ...place, row: String(at % 2_500) }, box)).toBe(String(at))
    if (at % 50 > 0) continue
    expect(() => sealer.open({ ...place, row: String((at + 1) % 2_500) }, box)).toThrow('was changed or moved')
  }
})
