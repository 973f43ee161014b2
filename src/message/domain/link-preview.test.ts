import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findLink, readPreview } from './link-preview.ts'

const LINK = 'https://loja.example/a'

describe('the link of a text', () => {
  test.each([
    [LINK, LINK],
    [`Veja ${LINK} agora`, LINK],
    [`Veja\n${LINK}\nagora`, LINK],
    ['http://loja.example', 'http://loja.example'],
    ['HTTPS://Loja.Example/A', 'HTTPS://Loja.Example/A'],
    ['Link:https://loja.example/a', LINK],
    [`dois: ${LINK} e https://outra.example/`, LINK],
    ['https:// quebrado, https://loja.example/a', LINK],
    ['https://... e https://loja.example/a', LINK],
    ['https://loja.example/coração?q=a&b=ç#fim', 'https://loja.example/coração?q=a&b=ç#fim'],
    ['https://loja.example:8443/', 'https://loja.example:8443/'],
    ['https://[2606:4700::1111]/', 'https://[2606:4700::1111]/'],
    ['<a href="https://loja.example/a">', LINK],
    [`<${LINK}>`, LINK],
    ['https://loja.example/a\u202egpj.exe', LINK],
    ['\u2068https://loja.example/a\u2069', LINK],
    ['https://loja.example/a\u200bb', LINK],
  ])('%j: %s', (text, link) => {
    expect(findLink(text)).toBe(link)
  })

  test.each(['.', ',', ';', ':', '!', '?', ')', ']', '}', "'", '"', '…', '”', '’', '»', '?!', ').', '"),'])(
    'does not end in %s',
    (tail) => {
      expect(findLink(`${LINK}${tail}`)).toBe(LINK)
      expect(findLink(`(veja "${LINK}${tail}`)).toBe(LINK)
    },
  )

  test.each([
    'https://wiki.example/Rio_(cidade)',
    'https://wiki.example/a[1]',
    'https://wiki.example/{id}',
    "https://wiki.example/'a'",
    'https://wiki.example/(a(b))',
    'https://wiki.example/a.b,c',
    'https://wiki.example/a)b',
  ])('%s: what is balanced, or stands inside, belongs to it', (link) => {
    expect(findLink(link)).toBe(link)
    expect(findLink(`(${link}).`)).toBe(link)
  })

  test.each([
    '',
    'loja.example/a',
    'www.loja.example',
    'ftp://loja.example/a',
    'xhttps://loja.example/a',
    'view+https://loja.example/a',
    'https:/loja.example',
    'https://',
    'https://[::1',
    'javascript:alert(1)',
    'ana@loja.example',
  ])('%j has none', (text) => {
    expect(findLink(text)).toBeNull()
  })

  test('has at most 2048 characters; a longer one is passed over', () => {
    const longest = LINK.padEnd(2_048, 'a')
    expect(findLink(longest)).toBe(longest)
    expect(findLink(`${longest})`)).toBe(longest)
    expect(findLink(`${longest}a`)).toBeNull()
    expect(findLink(`${longest}a ${LINK}`)).toBe(LINK)
  })

  test('is a part of the text that is a URL, whatever the text', () => {
    const piece = fc.constantFrom('https://', 'http://a.example', ' ', '(', ')', '"', '.', '/', '\u202e', 'é', '\ud83d')
    const text = fc.array(fc.oneof(piece, fc.string({ unit: 'binary' })), { maxLength: 20 }).map((all) => all.join(''))
    fc.assert(
      fc.property(text, (given) => {
        const link = findLink(given)
        if (link === null) return
        expect(given).toContain(link)
        expect(link.length).toBeLessThanOrEqual(2_048)
        expect(link).toMatch(/^https?:\/\/[^\s<>]*[^\s<>.,;:!?]$/iu)
        expect(URL.canParse(link)).toBe(true)
      }),
    )
  })
})

const meta = (property: string, content: string) => `<meta property="${property}" content="${content}">`

describe('the preview of a page', () => {
  test('is what the page says for this purpose, else what it says anyway', () => {
    const og = meta('og:title', 'Og') + meta('og:description', 'About og')
    const twitter = meta('twitter:title', 'Twitter')
    const plain = '<title>Plain</title><meta name="description" content="About plain">'
    expect(readPreview(plain + twitter + og)).toEqual({ title: 'Og', description: 'About og' })
    expect(readPreview(plain + twitter)).toMatchObject({ title: 'Twitter', description: 'About plain' })
    expect(readPreview(plain)).toMatchObject({ title: 'Plain', description: 'About plain' })
    expect(readPreview('<title>Plain</title>')).toMatchObject({ title: 'Plain', description: null })
    expect(readPreview(meta('og:title', ' \u202e\u0000 ') + plain)).toMatchObject({ title: 'Plain' })
  })

  test.each(['', 'plain text', '<p>Oi</p>', '<title> \n&nbsp;</title>', meta('og:description', 'About')])(
    '%j: none, for want of a title',
    (html) => {
      expect(readPreview(html)).toBeNull()
    },
  )

  test.each([
    ['Caf&eacute; &amp; p&#227;o &#x1F35E;', 'Café & pão 🍞'],
    ['&amp;lt;b&amp;gt;', '&lt;b&gt;'],
    [' \n um\t dois\u00a0\u2028três\u0085quatro ', 'um dois três quatro'],
    ['a\u0000b\u0007c\u007fd\u009fe&#7;f', 'abcdef'],
    ['fatura\u202efdp.exe\u2066x\u2069\u200e', 'faturafdp.exex'],
    ['metade \ud83d', 'metade \ufffd'],
    ['👨‍👩‍👧 família', '👨‍👩‍👧 família'],
  ])('%j is shown as %j', (text, shown) => {
    expect(readPreview(`<title>${text}</title>`)?.title).toBe(shown)
  })

  test('is cut where a character begins: 256 for the title, 512 for the description', () => {
    const long = (emoji: string, longest: number) => `${'a'.repeat(longest - 1)}${emoji}`
    const html = (emoji: string) => meta('og:title', long(emoji, 256)) + meta('og:description', long(emoji, 512))
    expect(readPreview(html('b'))).toMatchObject({ title: long('b', 256), description: long('b', 512) })
    for (const emoji of ['🍞', '👨‍👩‍👧', 'e\u0301', '🇧🇷']) {
      expect(readPreview(html(emoji))).toMatchObject({ title: long('', 256), description: long('', 512) })
    }
    expect(readPreview(`<title>${'a '.repeat(300)}</title>`)?.title).toBe('a '.repeat(128).trim())
  })

  test('is bounded and printable, whatever the page', () => {
    const tag = fc.constantFrom(
      '<title>',
      '</title>',
      '<meta property="og:title" content="',
      '<meta name=description content=',
      '">',
      '<svg>',
      '<!--',
      '&#x202e;',
      '&#0;',
      '\ud83d',
      'e\u0301'.repeat(300),
    )
    const html = fc.array(fc.oneof(tag, fc.string({ unit: 'binary' })), { maxLength: 30 }).map((all) => all.join(''))
    fc.assert(
      fc.property(html, (page) => {
        const preview = readPreview(page)
        if (preview === null) return
        expect(preview.title).toMatch(/^[^\p{Cc}\p{Bidi_Control}\p{Cs}]{1,256}$/u)
        expect(preview.description ?? 'a').toMatch(/^[^\p{Cc}\p{Bidi_Control}\p{Cs}]{1,512}$/u)
        expect(`${preview.title}|${preview.description}`).not.toMatch(/^\s|\s\s|\s\||\|\s|\s$/)
      }),
    )
  })
})
