import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { TestGateway } from '../journey/gateway.ts'
import type { Sandbox } from '../journey/sandbox.ts'

export interface VisitOptions {
  /** The browser's language; English unless given. */
  language?: 'en-US' | 'pt-BR' | 'es-ES'
  theme?: 'light' | 'dark'
  /** CSS pixels; 1280 × 900 unless given. */
  width?: number
  height?: number
  /** Whether the simulated phone stands beside the page at first; shut unless given. `undecided`: as for newcomers. */
  phone?: 'open' | 'shut' | 'undecided'
}

/** One person's browser at the console. */
export interface Visit {
  page: Page
  context: BrowserContext
  /** Origin of the gateway, without a slash at the end. */
  origin: string
  gateway: TestGateway
  sandbox: Sandbox
  /** Addresses of all requests so far, in their order. */
  asked: string[]
  /** What went wrong in the pages: exceptions, complaints in the browser's console, breaches of the policy. */
  problems: string[]
  /** Signs in through the page with a token, the account's unless given, and waits for the page behind it. */
  signIn(token?: string): Promise<void>
  /** Signs in behind the page, when signing in is not what the test is about, and opens the page at a path. */
  enter(path?: string, token?: string): Promise<void>
  /** Loads the page behind `#`, such as `/i/shop/answers`, and waits for its heading. */
  openAt(path: string): Promise<void>
  /** Fails when a foreign host was asked or something went wrong. Forget what was meant to with `problems.length = 0`. */
  insistOnPeace(): void
  end(): Promise<void>
}

interface Place {
  browser: Browser
  gateway: TestGateway
  sandbox: Sandbox
}

/** What the browser says of answers that it did not like: a test that cares looks at the page, which tells them too. */
const OF_THE_NETWORK = /^(Failed to load resource|WebSocket connection to )/

export async function beginVisit(place: Place, options: VisitOptions = {}): Promise<Visit> {
  const { language = 'en-US', theme = 'light', width = 1280, height = 900, phone: shown = 'shut' } = options
  const { origin } = new URL(place.gateway.baseUrl)
  const phone = new URL(place.sandbox.pageUrl).origin
  const context = await place.browser.newContext({
    locale: language,
    colorScheme: theme,
    viewport: { width, height },
    timezoneId: 'America/Sao_Paulo',
    reducedMotion: 'reduce',
    acceptDownloads: true,
  })
  context.setDefaultTimeout(30_000)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin })
  const asked: string[] = []
  const problems: string[] = []
  await watch(context, asked, problems)
  // A frame in a sandbox has no storage, and no part in this; nor has a page that is not loaded yet.
  const isKept = "localStorage.getItem('formwire.phone') !== null"
  const keepShown = `if (self === top && origin !== 'null' && !(${isKept})) localStorage.setItem('formwire.phone', '${shown}')`
  if (shown !== 'undecided') await context.addInitScript(keepShown)
  const page = await context.newPage()

  const isOurs = (url: string) => {
    const { protocol, host } = new URL(url)
    const hosts = [new URL(origin).host, new URL(phone).host]
    return protocol === 'data:' || protocol === 'blob:' || hosts.includes(host)
  }
  const openAt = async (path: string) => {
    const url = `${origin}/#${path}`
    // Where only what follows the # changes, the heading of the page before would do for this one's.
    if (page.url().startsWith(`${origin}/`)) await reloadAt(page, url)
    else await page.goto(url)
    await page.getByRole('heading', { level: 1 }).waitFor()
  }
  return {
    page,
    context,
    origin,
    gateway: place.gateway,
    sandbox: place.sandbox,
    asked,
    problems,
    openAt,
    async signIn(token = place.gateway.accountToken) {
      if (!page.url().startsWith(origin)) await openAt('/')
      const field = page.locator('input[autocomplete="current-password"]')
      await field.fill(token)
      await field.press('Enter')
      await page.getByRole('banner').waitFor()
    },
    async enter(path = '/', token = place.gateway.accountToken) {
      const reply = await context.request.post(`${origin}/api/session`, {
        headers: { 'x-formwire': '1' },
        data: { token },
      })
      expect(reply.status(), await reply.text()).toBe(204)
      await openAt(path)
    },
    insistOnPeace() {
      expect(asked.filter((url) => !isOurs(url))).toEqual([])
      expect(problems).toEqual([])
    },
    end: () => context.close(),
  }
}

/** Loads an address on the page's own origin without showing what stands there first. */
async function reloadAt(page: Page, url: string): Promise<void> {
  await page.evaluate(`history.pushState(null, '', ${JSON.stringify(url)})`)
  await page.reload()
}

async function watch(context: BrowserContext, asked: string[], problems: string[]): Promise<void> {
  context.on('request', (request) => asked.push(request.url()))
  context.on('weberror', (error) => problems.push(`thrown: ${error.error().message}`))
  context.on('console', (line) => {
    const isLoud = line.type() === 'error' || line.type() === 'warning'
    if (isLoud && !OF_THE_NETWORK.test(line.text())) problems.push(`${line.type()}: ${line.text()}`)
  })
  await context.exposeBinding('reportBreach', (_source, breach: string) => problems.push(`policy: ${breach}`))
  await context.addInitScript(
    `addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile }) =>
       reportBreach(effectiveDirective + ' ' + blockedURI + ' in ' + sourceFile))`,
  )
}
