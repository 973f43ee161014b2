import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { type Furnished, furnish } from '../test/console/furnish.ts'
import { ANA, answerForm, BRUNO, sendForm } from '../test/console/people.ts'
import { ACCOUNT_TOKEN, startGateway, type TestGateway } from '../test/journey/gateway.ts'
import { startReceiver } from '../test/journey/receiver.ts'
import { startSandbox } from '../test/journey/sandbox.ts'
import { freshConsole } from './build-console.ts'
import { ROOT } from './run.ts'

/**
 * `npm run docs:pictures`: photographs every page of the console, with invented data, for docs/console.md. Words after it
 * (`light`, `dark`, `narrow`) say which looks; all of them without any.
 */

const FOLDER = join(ROOT, 'docs/images/console')
/** It stands in the pictures. */
const PORT = '8080'
const BROWSERS = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/google-chrome']

const LOOKS = [
  { look: 'light', theme: 'light', width: 1280, height: 800 },
  { look: 'dark', theme: 'dark', width: 1280, height: 800 },
  { look: 'narrow', theme: 'light', width: 360, height: 740 },
] as const

interface Picture {
  name: string
  path: string
  /** What is done before the picture is taken. */
  prepare?: (page: Page) => Promise<void>
}

if ((await freshConsole()) !== 0) throw new Error('The console could not be built')
const executablePath = BROWSERS.find((path) => path !== undefined && existsSync(path))
if (executablePath === undefined) throw new Error('No Chromium found; name it with CHROMIUM_PATH.')
await mkdir(FOLDER, { recursive: true })
const sandbox = await startSandbox()
const receiver = await startReceiver()
const gateway = await startGateway({ sandbox, environment: { PORT, SANDBOX_PAGE_URL: sandbox.pageUrl } })
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--hide-scrollbars', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
})
try {
  const place = { gateway, sandbox }
  const furnished = await furnish(place, receiver)
  for (let more = 0; more < 8; more += 1) {
    const { messageId } = await sendForm(place, 'padaria', { formName: 'cadastro', source: 'site' })
    if (more % 2 === 0)
      await answerForm(place, 'padaria', messageId, { full_name: 'Ana Souza', email: 'ana@exemplo.com.br' })
  }
  await sendForm(place, 'padaria', { number: BRUNO, formName: 'empresas' })
  await untilExpired(gateway, furnished)
  for (const look of LOOKS.filter((one) => isWanted(one.look))) await takeAll(browser, furnished, look)
} finally {
  await browser.close()
  await gateway.stop()
  await receiver.close()
  await sandbox.close()
}

function isWanted(look: string): boolean {
  const wanted = process.argv.slice(2)
  return wanted.length === 0 || wanted.includes(look)
}

function picturesOf({ forms, deliveryId }: Furnished): Picture[] {
  const of = '/i/padaria'
  return [
    { name: 'instances', path: '/' },
    { name: 'number', path: of },
    { name: 'link', path: '/i/filial-2', prepare: showCode },
    { name: 'send', path: `${of}/send`, prepare: writeForm },
    { name: 'answers', path: `${of}/answers` },
    { name: 'answer', path: `${of}/answers/${forms.answered}` },
    { name: 'unmatched', path: `${of}/answers/unmatched` },
    { name: 'overview', path: `${of}/overview` },
    { name: 'events', path: `${of}/events` },
    { name: 'deliveries', path: `${of}/events/deliveries` },
    { name: 'delivery', path: `${of}/events/deliveries/${deliveryId}` },
    { name: 'live', path: `${of}/events/live`, prepare: hearSomething },
    { name: 'settings', path: `${of}/settings` },
  ]
}

async function takeAll(browser: Browser, furnished: Furnished, { look, theme, width, height }: (typeof LOOKS)[number]) {
  const context = await browser.newContext({
    locale: 'en-US',
    timezoneId: 'America/Sao_Paulo',
    colorScheme: theme,
    viewport: { width, height },
    reducedMotion: 'reduce',
  })
  await context.addInitScript(`try { localStorage.setItem('formwire.phone', 'shut') } catch {}`)
  const page = await context.newPage()
  await page.goto(`${gateway.baseUrl}/#/sign-in`)
  await take(page, 'sign-in', look)
  await page.locator('input[autocomplete="current-password"]').fill(ACCOUNT_TOKEN)
  await page.keyboard.press('Enter')
  await page.getByRole('banner').waitFor()
  for (const { name, path, prepare } of picturesOf(furnished)) {
    await page.goto(`${gateway.baseUrl}/#${path}`)
    await page.reload()
    await prepare?.(page)
    await take(page, name, look)
  }
  if (look === 'light') await takeWithPhone(page, look)
  await context.close()
}

/** Nothing moves, nothing has the focus, and all that was asked for is there. */
async function take(page: Page, name: string, look: string): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => {})
  await page.screenshot({ path: join(FOLDER, `${name}-${look}.png`), animations: 'disabled', caret: 'hide' })
  process.stdout.write(`${name}-${look}.png\n`)
}

async function showCode(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Show the QR code' }).click()
  await page.getByAltText('QR code to scan with WhatsApp on the phone').waitFor()
}

async function writeForm(page: Page): Promise<void> {
  await page.getByLabel('Number', { exact: true }).fill(`+${ANA}`)
  await page.getByLabel('Message', { exact: true }).fill('Olá, Ana! Para a entrega preciso de alguns dados.')
}

async function hearSomething(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor()
  await sendForm({ gateway }, 'padaria', { number: BRUNO, formName: 'cadastro' })
  await page.getByRole('listitem').getByText('form.sent', { exact: true }).first().waitFor()
}

async function takeWithPhone(page: Page, look: string): Promise<void> {
  await page.goto(`${gateway.baseUrl}/#/i/padaria/send`)
  await page.getByRole('button', { name: 'Show the simulated phone' }).click()
  const phone = page.frameLocator('iframe[title="Simulated phone"]')
  await phone.getByLabel('Phone', { exact: true }).selectOption(ANA)
  await phone.getByRole('button', { name: /Owner of padaria/ }).click()
  await take(page, 'phone', look)
}

async function untilExpired(gateway: TestGateway, { forms }: Furnished): Promise<void> {
  const deadline = Date.now() + 120_000
  for (;;) {
    const { body } = await gateway.call('GET', `/api/form/get/padaria?messageId=${forms.expired}`)
    // Somebody may have answered it meanwhile: then it is over too.
    if (body.form.state === 'expired' || body.form.state === 'answered') return
    if (Date.now() > deadline) throw new Error(`The form that was to expire is ${body.form.state}`)
    await new Promise((resolve) => setTimeout(resolve, 1_000))
  }
}
