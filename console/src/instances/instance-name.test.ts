import { expect, test } from 'vitest'
import { isToken, nameFault } from './instance-name.ts'

test.each([
  ['shop', null],
  ['Shop-2_b', null],
  ['a'.repeat(100), null],
  ['', 'missing'],
  ['a'.repeat(101), 'wrong'],
  ['my shop', 'wrong'],
  ['loja-são', 'wrong'],
  ['shop\n', 'wrong'],
  ['../shop', 'wrong'],
])('the name %j: %s', (name, fault) => {
  expect(nameFault(name)).toBe(fault)
})

test('a token of visible ASCII is one, with a space or an accent it is none', () => {
  expect(isToken('a-token-that-is-mine')).toBe(true)
  expect(isToken('short')).toBe(false)
  expect(isToken('a token that is mine')).toBe(false)
  expect(isToken('um-token-só-meu-aqui')).toBe(false)
  expect(isToken('x'.repeat(257))).toBe(false)
})
