import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { browserTest, launchChromium, mayBrowse } from '../../sandbox/src/testing/chromium.ts'
import { DOCUMENT } from '../openapi-document.ts'
import { startGateway, type TestGateway } from './gateway.ts'

/** A name as a public gateway has one: on loopback the page would not show all that it shows there. */
const HOST = 'gateway.example'

let gateway: TestGateway
let browser: Browser
let origin: string

beforeAll(async () => {
  if (!mayBrowse) return
  gateway = await startGateway()
  origin = `http://${HOST}:${new URL(gateway.baseUrl).port}`
  browser = await launchChromium(`MAP ${HOST} 127.0.0.1, MAP * ~NOTFOUND`)
}, 60_000)

afterAll(async () => {
  await browser?.close()
  await gateway?.stop()
})

/** The page once its operations are there, and what it asked for and complained of on the way. */
async function openDocs(): Promise<{ page: Page; asked: string[]; problems: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } })
  const asked: string[] = []
  const problems: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (line) => {
    if (line.type() === 'error' || line.type() === 'warning') problems.push(line.text())
  })
  await page.goto(`${origin}/docs`)
  await page.locator('.opblock').first().waitFor()
  return { page, asked, problems }
}

const isForeign = (url: string) => !url.startsWith(`${origin}/`) && !url.startsWith('data:')

const operation = (page: Page, id: string) => page.locator(`.opblock[id$="-${id}"]`)

browserTest(
  'the documentation shows every operation, and asks nobody but the gateway',
  async () => {
    const { page, asked, problems } = await openDocs()
    expect(await page.title()).toBe('Formwire API')
    await page.getByRole('heading', { name: 'Formwire' }).first().waitFor()
    const made = operation(page, 'postInstanceNew')
    await made.getByText('/api/instance/new').waitFor()
    const groups = await page
      .locator('.opblock-tag')
      .evaluateAll((tags) => tags.map((tag) => tag.getAttribute('data-tag')))
    expect(groups).toEqual(DOCUMENT.tags.map(({ name }) => name))

    await made.locator('.opblock-summary').click()
    await made.getByText('"name"').first().waitFor()
    await made.getByText('Account instance quota exceeded').first().waitFor()

    expect(asked.length).toBeGreaterThan(4)
    expect(asked.filter(isForeign)).toEqual([])
    expect(problems).toEqual([])
    await page.close()
  },
  90_000,
)

browserTest(
  'an operation can be tried on the page, with a token that is given there',
  async () => {
    const { page, asked, problems } = await openDocs()
    await page.getByRole('button', { name: 'Authorize', exact: true }).click()
    const dialog = page.locator('.dialog-ux')
    await dialog.getByRole('textbox').first().fill(gateway.accountToken)
    await dialog.getByRole('button', { name: 'Apply credentials' }).first().click()
    await dialog.getByRole('button', { name: 'Close', exact: true }).first().click()

    const listed = operation(page, 'getInstanceList')
    await listed.locator('.opblock-summary').click()
    await listed.getByRole('button', { name: 'Try it out' }).click()
    await listed.getByRole('button', { name: 'Execute' }).click()
    await listed.locator('.live-responses-table').getByText('0 Instances found').first().waitFor()

    expect(asked).toContain(`${origin}/api/instance/list`)
    expect(asked.filter(isForeign)).toEqual([])
    expect(problems).toEqual([])
    await page.close()
  },
  90_000,
)
