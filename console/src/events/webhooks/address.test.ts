import { expect, test } from 'vitest'
import { addressOfType, showAddress } from './address.ts'

test.each([
  ['https://example.com/answers', 'https://example.com/answers'],
  ['https://example.com/a?key=secret&tenant=7', 'https://example.com/a?key=…&tenant=…'],
  ['https://example.com/a?secret', 'https://example.com/a?secret=…'],
  ['https://ana:pass@example.com:8443/', 'https://…@example.com:8443/'],
  ['https://example.com/#secret', 'https://example.com/#…'],
  ['not a url', 'not a url'],
  ['', ''],
])('%s is shown as %s', (url, shown) => {
  expect(showAddress(url)).toBe(shown)
})

test('an address for each type has the type behind its path, and its query stays behind that', () => {
  expect(addressOfType('https://example.com/a/?key=1', 'form.answered')).toBe(
    'https://example.com/a/form.answered?key=…',
  )
  expect(addressOfType('', 'form.answered')).toBe(null)
})
