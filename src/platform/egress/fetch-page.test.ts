import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { PageUnreadable } from './fetch-page.ts'
import { HTML, page, refusal, site } from './page-site.suite.ts'
import { openEgress } from './rig.suite.ts'

test('a page comes with its text, asked for plainly', async () => {
  const headers: Record<string, unknown>[] = []
  const { at } = await site({
    '/a?b=c': (request, response) => {
      headers.push(request.headers)
      page('<title>Olá</title>')(request, response)
    },
  })
  expect(await openEgress(['127.0.0.1']).fetchPage(at('/a?b=c#d'))).toEqual({
    url: at('/a?b=c#d'),
    html: '<title>Olá</title>',
  })
  expect(headers).toEqual([
    {
      host: expect.any(String),
      connection: 'keep-alive',
      'user-agent': 'Formwire (link preview)',
      accept: 'text/html, application/xhtml+xml',
      'accept-encoding': 'identity',
    },
  ])
})

test.each([
  ['iso-8859-1', { 'content-type': 'text/html; charset=iso-8859-1' }, '<title>coração</title>'],
  ['its own <meta>', { 'content-type': 'application/xhtml+xml' }, '<meta charset="latin1"/><title>coração</title>'],
])('a page in the character set of %s is read in it', async (_case, headers, html) => {
  const { at } = await site({ '/': (_request, response) => response.writeHead(200, headers).end(html, 'latin1') })
  expect((await openEgress(['127.0.0.1']).fetchPage(at('/'))).html).toBe(html)
})

describe('what is no readable page is refused with a fixed word', () => {
  const plain = (headers: Record<string, string>, body: string | Buffer = '<title>Oi</title>'): RequestListener => {
    return (_request, response) => void response.writeHead(200, headers).end(body)
  }
  test.each([
    ['an image', 'not_html', plain({ 'content-type': 'image/png' })],
    ['JSON that looks like HTML', 'not_html', plain({ 'content-type': 'application/json; x=text/html' })],
    ['a longer word', 'not_html', plain({ 'content-type': 'text/html-template' })],
    ['a body without a type', 'not_html', plain({})],
    ['an error', 'status', (_request, response) => void response.writeHead(500, HTML).end('<title>Oops</title>')],
    ['a page that did not change', 'status', (_request, response) => void response.writeHead(304).end()],
    ['a redirect to nowhere', 'status', (_request, response) => void response.writeHead(302, HTML).end()],
    ['a bomb', 'compressed', plain({ ...HTML, 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(67_108_864)))],
    ['a doubly packed page', 'compressed', plain({ ...HTML, 'content-encoding': 'identity, br' })],
    ['a broken answer', 'connection_failed', (request) => void request.socket.end('HTTP/1.1 what?\r\n\r\n')],
    ['a connection that is cut', 'connection_failed', (request) => void request.socket.destroy()],
  ] satisfies [string, PageUnreadable['reason'], RequestListener][])('%s: %s', async (_case, reason, answer) => {
    const { at } = await site({ '/': answer })
    expect(await refusal(openEgress(['127.0.0.1']).fetchPage(at('/')))).toBe(reason)
  })

  test.each(['ftp://shop.example/', 'shop.example', 'https://ana:secret@shop.example/', '', 'http://[::1'])(
    '%j: url_refused',
    async (url) => {
      expect(await refusal(openEgress([]).fetchPage(url))).toBe('url_refused')
    },
  )

  test('an error says neither the address nor what caused it', async () => {
    const egress = openEgress([], async () => {
      throw Object.assign(new Error('getaddrinfo ENOTFOUND secret.example'), { code: 'ENOTFOUND' })
    })
    const error: unknown = await egress.fetchPage('http://secret.example/token').catch((cause: unknown) => cause)
    if (!(error instanceof PageUnreadable)) throw error
    expect(error.reason).toBe('name_not_found')
    expect(error.cause).toBeUndefined()
    expect(String(error)).not.toMatch(/secret|token/)
  })

  test('a page under way when everything closes', async () => {
    const { at, server } = await site({ '/': () => {} })
    const egress = openEgress(['127.0.0.1'])
    const fetching = refusal(egress.fetchPage(at('/')))
    await once(server, 'request')
    await egress.close()
    expect(await fetching).toBe('connection_failed')
  })
})
