import { expect, test } from 'vitest'
import { readHead } from './page-head.ts'

const read = (html: string) => Object.fromEntries(readHead(html))

test.each([
  ['<TITLE lang="pt">Oi</TITLE>', { title: 'Oi' }],
  ['<title>a<b>c</b></title>', { title: 'a<b>c</b>' }],
  ['<title>one</title><title>two</title>', { title: 'one' }],
  ['<title> </title><title>two</title>', { title: 'two' }],
  ['<title>never closed', { title: 'never closed' }],
  ['<title/>Oi</title>', { title: 'Oi' }],
  ['<svg><title>icon</title></svg><title>page</title>', { title: 'page' }],
  ['<svg/><title>page</title>', { title: 'page' }],
  ['<svg><title/></svg><title>page</title>', { title: 'page' }],
  ['</svg><svg><title>icon</title></svg>', {}],
  ['<!-- <title>no</title> --><script>"<title>no</title>"</script><title>page</title>', { title: 'page' }],
  ['<textarea><title>no</title></textarea><noscript></noscript>', {}],
  ['<meta name=description content=About>', { description: 'About' }],
  ["<META CONTENT='About' NAME=' Description '/>", { description: 'About' }],
  ['<meta name="og:title" content="by name"><meta property="og:title" content="late">', { 'og:title': 'by name' }],
  ['<meta property="og:title" content=" "><meta property="og:title" content="2nd">', { 'og:title': '2nd' }],
  ['<meta property="og:title" name="twitter:title" content="a">', { 'og:title': 'a', 'twitter:title': 'a' }],
  ['<meta property="og:title" content="a&amp;b&#x21;" content="late">', { 'og:title': 'a&b!' }],
  ['<meta property="og:description"><meta name="keywords" content="a">', {}],
  ['<body><div><meta property="og:title" content="far down">', { 'og:title': 'far down' }],
  ['<meta property="og:title" content="never closed', {}],
  ['<svg><![CDATA[<title>no</title>]]></svg><?php ?><!doctype html><!doctype', {}],
])('%s', (html, found) => {
  expect(read(html)).toEqual(found)
})

test('of an endless text only the beginning is kept', () => {
  const long = 'a'.repeat(10_000)
  const { title, description } = read(`<title>${long}</title><meta name=description content=${long}>`)
  expect([title?.length, description?.length]).toEqual([8_192, 8_192])
})

const MIB = 1_048_576
const fill = (piece: string) => piece.repeat(MIB / piece.length)

test.each([
  ['<', fill('<')],
  ['&', `<title>${fill('&')}`],
  ['entities', `<title>${fill('&notit')}`],
  ['one entity', `<title>&#${fill('0')};`],
  ['nested tags', fill('<b>')],
  ['nested tags, each closed wrongly', `${'<b>'.repeat(MIB / 6)}${'</i>'.repeat(MIB / 8)}`],
  ['nested drawings', fill('<svg>')],
  ['titles', fill('<title> </title>')],
  ['an open title', `<title>${fill('</titl')}`],
  ['comments', fill('<!--')],
  ['dashes', `<!--${fill('-')}`],
  ['declarations', fill('<!d')],
  ['a huge attribute', `<meta content="${fill('a ')}" property="og:title">`],
  ['a huge name', `<meta ${fill('a')}>`],
  ['attributes', `<meta ${fill('a=1 ')}>`],
  ['open attributes', fill('<meta a="')],
  ['slashes', `<meta${fill('/')}`],
  ['metas', fill('<meta property=og:title content=" ">')],
])('1 MiB of %s takes a moment, as a plain page of its size does', (_case, html) => {
  const began = performance.now()
  readHead(html)
  expect(performance.now() - began).toBeLessThan(2_000)
})
