import { expect, test } from 'vitest'
import { readSearch, searchKeys } from './search.ts'

test('a search reads numbers and documents without their punctuation', () => {
  expect(readSearch(' +55 (11) 9 ')).toMatchObject({ text: '+55 (11) 9', number: '55119' })
  expect(readSearch('12.abc.345')).toMatchObject({ number: null, document: '12ABC345' })
  expect(readSearch('ana souza').email).toBeNull()
})

test('what is searched for is kept folded, and is never longer than an index takes', () => {
  expect(searchKeys(null)).toEqual({ name: null, email: null, document: null })
  const email = { value: ' Ana@Exemplo.com ', valid: true }
  expect(searchKeys({ fullName: '  Ãna\n Souza ', email })).toMatchObject({
    name: 'ana souza',
    email: 'ana@exemplo.com',
  })
  const { name } = searchKeys({ fullName: '😀'.repeat(300) })
  expect([name?.length, name?.isWellFormed()]).toEqual([128, true])
  expect(searchKeys({ fullName: `${'x'.repeat(127)}😀` }).name?.isWellFormed()).toBe(true)
})
