import { expect, test } from 'vitest'
import { readEmail } from './typed-email.ts'

test.each([
  'ana@exemplo.com.br',
  ' ana@exemplo.com.br\n',
  'a.b+c@exemplo.co',
  "o'neil@exemplo.ie",
  'josé@exemplo.com',
  'ana@münchen.de',
])('%j is valid', (raw) => {
  expect(readEmail(raw)).toEqual({ value: raw.trim(), valid: true })
})

test.each([
  '',
  'ana',
  'ana@',
  '@exemplo.com',
  'ana@exemplo',
  'ana@exemplo.c',
  'ana@exemplo..com',
  'ana@-exemplo.com',
  'ana..b@exemplo.com',
  '.ana@exemplo.com',
  'ana souza@exemplo.com',
  'ana@exemplo.com, bia@exemplo.com',
  'ana@bia@exemplo.com',
  'ana@127.0.0.1',
  `${'a'.repeat(65)}@exemplo.com`,
  `ana@${'a.'.repeat(150)}com`,
])('%j is kept and not valid', (raw) => {
  expect(readEmail(raw)).toEqual({ value: raw, valid: false })
})
