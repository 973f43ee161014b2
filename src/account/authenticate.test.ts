import { expect, test } from 'vitest'
import { FormwireError } from '../kernel/errors.ts'
import { readToken } from './authenticate.ts'

test('a token comes in either header, surrounding space is dropped', () => {
  expect(readToken({ token: ' abc ' })).toBe('abc')
  expect(readToken({ authorization: 'Bearer abc' })).toBe('abc')
  expect(readToken({ authorization: 'bearer   abc ' })).toBe('abc')
  expect(readToken({ token: 'abc', authorization: 'Bearer abc' })).toBe('abc')
})

test('other schemes and empty headers are no token', () => {
  expect(readToken({})).toBeNull()
  expect(readToken({ token: ' ' })).toBeNull()
  expect(readToken({ authorization: 'Bearer ' })).toBeNull()
  expect(readToken({ authorization: 'Basic YWJj' })).toBeNull()
  expect(readToken({ token: 'abc', authorization: 'Basic YWJj' })).toBe('abc')
})

test('two headers that disagree are invalid', () => {
  expect(() => readToken({ token: 'abc', authorization: 'Bearer abd' })).toThrow(FormwireError)
  expect(() => readToken({ token: 'abc', authorization: 'Bearer abd' })).toThrow('Invalid token')
})
