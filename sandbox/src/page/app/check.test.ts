import { expect, test } from 'vitest'
import { complain, readDocument, tidy } from './check.js'

test('a CPF is known by its check digits, with and without punctuation', () => {
  expect(readDocument('529.982.247-25')).toEqual({ kind: 'cpf', formatted: '529.982.247-25' })
  expect(readDocument('52998224725')?.formatted).toBe('529.982.247-25')
  expect(readDocument('529.982.247-26')).toBeNull()
  expect(readDocument('111.111.111-11')).toBeNull()
})

test('a CNPJ is known by its check digits, also when it has letters', () => {
  expect(readDocument('11222333000181')).toEqual({ kind: 'cnpj', formatted: '11.222.333/0001-81' })
  expect(readDocument('12.ABC.345/01DE-35')).toEqual({ kind: 'cnpj', formatted: '12.ABC.345/01DE-35' })
  expect(readDocument('12abc34501de35')?.kind).toBe('cnpj')
  expect(readDocument('12.ABC.345/01DE-36')).toBeNull()
  expect(readDocument('12ABC34501DEAB')).toBeNull()
})

test('a blank value is wrong only when the field must be filled in', () => {
  expect(complain('email', '  ', true)).toBe('required')
  expect(complain('email', '', false)).toBeNull()
})

test.each([
  ['email', 'ana@exemplo.com.br', null],
  ['email', 'ana@exemplo', 'email'],
  ['email', 'ana exemplo@a.br', 'email'],
  ['email', 'ana@exemplo..br', 'email'],
  ['phone', '+55 (11) 99999-9999', null],
  ['phone', '1199', 'phone'],
  ['phone', '11 99999 9999 ramal 2', 'phone'],
  ['phone', '1234567890123456', 'phone'],
  ['cep', '01310-100', null],
  ['cep', '01310100', null],
  ['cep', '0131010', 'cep'],
  ['document', '123', 'document'],
  ['card', '1.020.304.050', null],
  ['card', '12', 'card'],
  ['text', 'anything at all', null],
] as const)('%s "%s" gives %s', (kind, value, complaint) => {
  expect(complain(kind, value, true)).toBe(complaint)
})

test('leaving a field puts the punctuation in, and leaves alone what it does not understand', () => {
  expect(tidy('document', ' 52998224725 ')).toBe('529.982.247-25')
  expect(tidy('cep', '01310100')).toBe('01310-100')
  expect(tidy('document', '123')).toBe('123')
  expect(tidy('text', ' Ana ')).toBe('Ana')
})
