import type { Browser, Page, Request } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { browserTest, launchChromium, mayBrowse } from '../../sandbox/src/testing/chromium.ts'
import { makePlace, type Place } from '../bench/place.ts'
import { seedForms } from '../bench/seed.ts'
import { callApi, type TestGateway } from '../journey/gateway.ts'
import { type Sandbox, startSandbox } from '../journey/sandbox.ts'
import { type Served, serve } from '../kill/served.ts'
import { insistOnFreshConsole } from './fresh.ts'
import { beginVisit } from './visit.ts'

/** `npm run test:console:million` asks for more; then no request may take over a second either. */
const FORMS = Number(process.env['MANY_FORMS'] ?? 20_000)
const LONGEST_MS = FORMS >= 1_000_000 ? 1_000 : Number.POSITIVE_INFINITY
const PAGES = 20
/** More rows than a page has would be rows that nobody sees. */
const MOST_ROWS = 200
const TOKEN = 'account-token-of-many-forms'

let place: Place
let sandbox: Sandbox
let served: Served
let browser: Browser

beforeAll(async () => {
  if (!mayBrowse) return
  await insistOnFreshConsole()
  sandbox = await startSandbox()
  place = await makePlace(undefined)
  served = serve({ ...place.environment, ACCOUNT_TOKEN: TOKEN, WHATSAPP_URL: 'ws://127.0.0.1:9/ws/chat' })
  await served.start()
  const made = await callApi(served.baseUrl(), 'POST', '/api/instance/new', { token: TOKEN, body: { name: 'bench' } })
  await served.stop()
  const sink = await place.openSink(['form', 'answer', 'form_count', 'form_sum'])
  await seedForms(sink, made.body.instance.id, FORMS, Date.now())
  await sink.finish()
  await served.start()
  browser = await launchChromium('MAP * ~NOTFOUND, EXCLUDE 127.0.0.1')
}, 1_200_000)

afterAll(async () => {
  await browser?.close()
  await served?.kill()
  await sandbox?.close()
  await place?.remove()
})

interface Measured {
  asked: number
  longestMs: number
  path: string
}

function measure(page: Page): Measured {
  const measured: Measured = { asked: 0, longestMs: 0, path: '' }
  page.on('requestfinished', (request: Request) => {
    const { pathname, search } = new URL(request.url())
    if (!pathname.startsWith('/api/form/')) return
    const { requestStart, responseEnd } = request.timing()
    measured.asked += 1
    if (responseEnd - requestStart <= measured.longestMs) return
    measured.longestMs = responseEnd - requestStart
    measured.path = `${pathname}${search}`
  })
  return measured
}

browserTest(
  `the table of ${FORMS} forms is filtered and paged, and holds no more rows than a page`,
  async () => {
    const baseUrl = served.baseUrl()
    const gateway: TestGateway = {
      baseUrl,
      accountToken: TOKEN,
      call: (method, path, call) => callApi(baseUrl, method, path, { token: TOKEN, ...call }),
      stop: async () => void (await served.stop()),
    }
    const visit = await beginVisit({ browser, sandbox, gateway })
    const { page } = visit
    const measured = measure(page)
    const rows = page.getByRole('table').getByRole('row')
    const next = page.getByRole('button', { name: 'Next page' })
    await visit.enter('/i/bench/answers')
    const answerOf = (name: string, value: string) =>
      page.waitForResponse((response) => {
        const { pathname, searchParams } = new URL(response.url())
        return pathname.startsWith('/api/form/list/') && searchParams.get(name) === value
      })
    const seen = new Set<string>()
    for (let turned = 0; turned < PAGES; turned += 1) {
      await page.getByText(`on page ${turned + 1}`, { exact: false }).waitFor()
      expect(await rows.count()).toBeLessThanOrEqual(MOST_ROWS + 1)
      const links = await rows.getByRole('link').evaluateAll((all) => all.map((one) => one.getAttribute('href')))
      for (const href of links) seen.add(String(href))
      await next.click()
    }
    expect(seen.size).toBeGreaterThan(PAGES * 20)
    await page.getByRole('button', { name: 'Filters', exact: true }).click()
    for (const state of ['answered', 'failed', 'read']) {
      const filtered = answerOf('state', state)
      await page.getByLabel('State').selectOption(state)
      expect((await filtered).status()).toBe(200)
      await page.getByText('on page 1', { exact: false }).waitFor()
      await expect.poll(() => page.getByText('Updating…').count()).toBe(0)
    }
    await page.getByRole('button', { name: 'Clear the filters' }).first().click()
    const found = answerOf('q', 'ma')
    await page.getByLabel('Search').fill('ma')
    expect((await found).status()).toBe(200)
    await expect.poll(() => page.getByText('Updating…').count()).toBe(0)
    expect(await rows.count()).toBeLessThanOrEqual(MOST_ROWS + 1)
    await visit.openAt('/i/bench/overview')
    await page.waitForLoadState('networkidle')
    visit.insistOnPeace()
    await visit.end()
    const { asked, longestMs, path } = measured
    process.stdout.write(`${FORMS} forms: ${asked} requests, the longest ${longestMs.toFixed(0)} ms: ${path}\n`)
    expect(longestMs).toBeLessThanOrEqual(LONGEST_MS)
  },
  300_000,
)
