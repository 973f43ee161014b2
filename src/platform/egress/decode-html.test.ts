import { expect, test } from 'vitest'
import { decodeHtml } from './decode-html.ts'

const latin1 = (text: string) => Buffer.from(text, 'latin1')
const utf8 = (text: string) => Buffer.from(text, 'utf8')

test.each([
  ['Content-Type names it', 'text/html; charset=ISO-8859-1', latin1('coração'), 'coração'],
  ['Content-Type names it in quotes', 'text/html;Charset="windows-1252"', latin1('coração'), 'coração'],
  [
    'Content-Type wins over <meta>',
    'text/html; charset=utf-8',
    utf8('<meta charset=latin1>é'),
    '<meta charset=latin1>é',
  ],
  ['<meta charset> names it', 'text/html', latin1('<META Charset="latin1">é'), '<META Charset="latin1">é'],
  [
    '<meta http-equiv> names it',
    'text/html',
    latin1('<meta http-equiv=Content-Type content="text/html; charset=iso-8859-1">é'),
    '<meta http-equiv=Content-Type content="text/html; charset=iso-8859-1">é',
  ],
  ['nothing names it: UTF-8', 'text/html', utf8('coração'), 'coração'],
  ['Content-Type names what nobody knows: UTF-8', 'text/html; charset=klingon', utf8('é'), 'é'],
  ['<meta> names what nobody knows: UTF-8', 'text/html', utf8('<meta charset=klingon>é'), '<meta charset=klingon>é'],
  ['<meta> claims UTF-16 in ASCII: UTF-8', 'text/html', utf8('<meta charset=utf-16>é'), '<meta charset=utf-16>é'],
  ['Shift_JIS', 'text/html; charset=Shift_JIS', Buffer.from([0x93, 0xfa, 0x96, 0x7b]), '日本'],
])('%s', (_case, contentType, bytes, text) => {
  expect(decodeHtml(bytes, contentType)).toBe(text)
})

test('what latin1 calls itself is windows-1252, as browsers have it', () => {
  expect(decodeHtml(Buffer.from([0x80, 0x93]), 'text/html; charset=latin1')).toBe('€“')
})

test('a byte order mark is no text, and half a character at the end is left out', () => {
  expect(decodeHtml(utf8('\ufeffoi'), 'text/html')).toBe('oi')
  expect(decodeHtml(utf8('oi é').subarray(0, -1), 'text/html')).toBe('oi ')
})

test('a <meta> behind the first 1024 bytes is not looked for', () => {
  const late = `${' '.repeat(1_024)}<meta charset=latin1>é`
  expect(decodeHtml(utf8(late), 'text/html')).toBe(late)
})
