import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { browserTest, launchChromium, mayBrowse } from '../../sandbox/src/testing/chromium.ts'
import { startGateway, type TestGateway } from './gateway.ts'

/** A page of the same machine that is not the gateway's, and one of another site. */
const NEIGHBOUR = 'http://127.0.0.1:9999'
const SHOP = 'token-of-the-shop-01'

let gateway: TestGateway
let browser: Browser

beforeAll(async () => {
  if (!mayBrowse) return
  gateway = await startGateway()
  await gateway.call('POST', '/api/instance/new', { body: { name: 'shop', token: SHOP } })
  browser = await launchChromium('MAP evil.example 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1')
}, 60_000)

afterAll(async () => {
  await browser?.close()
  await gateway?.stop()
})

/** What a page does with the API, in the page itself: the status and the code of the answer. */
function ask(page: Page, method: string, url: string, call: { body?: object; headers?: object } = {}) {
  return page.evaluate(
    async ([to, how, body, headers]) => {
      const response = await fetch(to, {
        method: how,
        credentials: 'include',
        headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
        ...(body && { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      return [response.status, text === '' ? null : (JSON.parse(text).error?.code ?? null)]
    },
    [url, method, call.body, call.headers] as const,
  )
}

/** Signs in as a page may that asks nobody first: no preflight, and no look at the answer. */
function signInUnasked(page: Page, token: string) {
  return page.evaluate(
    async ([url, body]) => {
      const call = { method: 'POST', mode: 'no-cors', credentials: 'include', body: new Blob([body]) } as const
      // The browser keeps the answer from a page of another site: the request was served all the same.
      await fetch(url, call).catch(() => {})
    },
    [`${gateway.baseUrl}/api/session`, JSON.stringify({ token })] as const,
  )
}

/** How a WebSocket of a page fares: its first event, or that it was refused. */
function firstWord(page: Page, url: string): Promise<string> {
  return page.evaluate(
    (to) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(to)
        socket.onopen = () => resolve('open')
        socket.onerror = () => resolve('refused')
        const ended = new Promise<number>((end) => {
          socket.onclose = ({ code }) => end(code)
        })
        Reflect.set(globalThis, 'ended', ended)
      }),
    url,
  )
}

const OURS = { headers: { 'X-Formwire': '1' } }

browserTest('a page of ours signs in, calls, listens and signs out, and its scripts never see the cookie', async () => {
  const page = await browser.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  await page.goto(gateway.baseUrl)
  const socketUrl = `${gateway.baseUrl.replace('http', 'ws')}/ws/shop`
  expect(await firstWord(page, socketUrl)).toBe('refused')

  expect(await ask(page, 'POST', '/api/session', { body: { token: SHOP } })).toEqual([204, null])
  expect(await page.evaluate('document.cookie')).toBe('')
  expect(await page.context().cookies()).toMatchObject([
    { name: 'formwire_session', httpOnly: true, sameSite: 'Strict', path: '/', secure: false },
  ])
  expect(await ask(page, 'GET', '/api/session', OURS)).toEqual([200, null])
  expect(await ask(page, 'GET', '/api/instance/list', OURS)).toEqual([200, null])
  expect(await ask(page, 'GET', '/api/instance/list')).toEqual([401, 'token_missing'])

  expect(await firstWord(page, socketUrl)).toBe('open')
  expect(await ask(page, 'DELETE', '/api/session', OURS)).toEqual([204, null])
  expect(await page.evaluate(() => Reflect.get(globalThis, 'ended'))).toBe(1008)
  expect(await page.context().cookies()).toEqual([])
  expect(await ask(page, 'GET', '/api/instance/list', OURS)).toEqual([401, 'session_ended'])
  expect(problems).toEqual([])
  await page.close()
})

browserTest(
  'a page of another site can neither call, listen nor sign in, with or without who is signed in',
  async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(gateway.baseUrl)
    expect(await ask(page, 'POST', '/api/session', { body: { token: SHOP } })).toEqual([204, null])
    const cookies = await context.cookies()

    for (const foreign of [NEIGHBOUR, 'http://evil.example']) {
      const other = await context.newPage()
      await other.route(`${foreign}/**`, (route) => route.fulfill({ contentType: 'text/html', body: '<p>hello</p>' }))
      await other.goto(`${foreign}/`)
      const list = `${gateway.baseUrl}/api/instance/list`
      await expect(ask(other, 'GET', list), foreign).rejects.toThrow('Failed to fetch')
      await expect(ask(other, 'GET', list, OURS), foreign).rejects.toThrow('Failed to fetch')
      await expect(ask(other, 'DELETE', `${gateway.baseUrl}/api/session`, OURS), foreign).rejects.toThrow(
        'Failed to fetch',
      )
      expect(await firstWord(other, `${gateway.baseUrl.replace('http', 'ws')}/ws/shop`), foreign).toBe('refused')
      for (let guess = 0; guess < 11; guess += 1) await signInUnasked(other, 'nobody-has-this-one')
      await signInUnasked(other, gateway.accountToken)
      await other.close()
    }
    expect(await context.cookies()).toEqual(cookies)
    expect(await ask(page, 'GET', '/api/session', OURS)).toEqual([200, null])
    expect(await ask(page, 'POST', '/api/session', { body: { token: SHOP } })).toEqual([204, null])
    await context.close()
  },
)
