import { cnpj, cpf } from 'cpf-cnpj-validator'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readDocument } from './typed-document.ts'

test.each([
  ['529.982.247-25', 'cpf', '52998224725', '529.982.247-25'],
  ['52998224725', 'cpf', '52998224725', '529.982.247-25'],
  [' 529 982 247 25 ', 'cpf', '52998224725', '529.982.247-25'],
  ['54.550.752/0001-55', 'cnpj', '54550752000155', '54.550.752/0001-55'],
  ['54550752000155', 'cnpj', '54550752000155', '54.550.752/0001-55'],
  ['12.ABC.345/01DE-35', 'cnpj', '12ABC34501DE35', '12.ABC.345/01DE-35'],
  ['12.abc.345/01de-35', 'cnpj', '12ABC34501DE35', '12.ABC.345/01DE-35'],
] as const)('%s is a valid %s', (raw, kind, digits, formatted) => {
  expect(readDocument(raw)).toEqual({ kind, digits, formatted, valid: true })
})

test.each([
  ['529.982.247-26', 'cpf', '529.982.247-26'],
  ['111.111.111-11', 'cpf', '111.111.111-11'],
  ['54.550.752/0001-56', 'cnpj', '54.550.752/0001-56'],
  ['12.ABC.345/01DE-36', 'cnpj', '12.ABC.345/01DE-36'],
  ['5299822472', 'unknown', '5299822472'],
  ['não tenho', 'unknown', 'não tenho'],
  ['529.982.247-25 e outro', 'unknown', '529.982.247-25 e outro'],
] as const)('%s is kept as %s, not valid', (raw, kind, formatted) => {
  expect(readDocument(raw)).toMatchObject({ kind, formatted, valid: false })
})

const letters = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ']

test('one wrong check digit is always noticed, letters or not', () => {
  const base = fc.array(fc.constantFrom(...letters), { minLength: 12, maxLength: 12 }).map((one) => one.join(''))
  fc.assert(
    fc.property(base, fc.integer({ min: 1, max: 9 }), (body, by) => {
      const first = cnpj.verifierDigit(body)
      const second = cnpj.verifierDigit(`${body}${first}`)
      const isRepeated = /^(\d)\1{11}$/.test(body)
      expect(readDocument(`${body}${first}${second}`.toLowerCase()).valid).toBe(!isRepeated)
      expect(readDocument(`${body}${first}${(second + by) % 10}`).valid).toBe(false)
    }),
  )
})

test('a number that the arithmetic accepts is valid in every writing', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{9}$/), (body) => {
      const first = cpf.verifierDigit(body)
      const digits = `${body}${first}${cpf.verifierDigit(`${body}${first}`)}`
      const known = cpf.isValid(digits)
      expect(readDocument(digits)).toMatchObject({ kind: 'cpf', digits, valid: known })
      expect(readDocument(readDocument(digits).formatted)).toEqual(readDocument(digits))
    }),
  )
})

test('a heap of accents is no number, and is kept as it came', () => {
  const raw = '\u0301\u0323'.repeat(8_192)
  expect(readDocument(raw)).toEqual({ kind: 'unknown', digits: raw, formatted: raw, valid: false })
})
