import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { beforeAll, expect } from 'vitest'
import { mayBrowse } from '../../sandbox/src/testing/chromium.ts'
import { insistOnAccessible, insistOnNoSideScroll } from './judge-page.ts'
import { answerForm, linkNumber, makePeople, sendForm } from './people.ts'
import { openRig } from './rig.suite.ts'
import type { Visit } from './visit.ts'

const rig = openRig()

/** Breaks layouts, looks like other text, and is markup. */
const HOSTILE = '<img src=x onerror=alert(1)>\u202Egnp.exe\u0000 "}],'

beforeAll(async () => {
  if (!mayBrowse) return
  await makePeople(rig)
  await linkNumber(rig, 'shop')
})

const rows = ({ page }: Visit) => page.getByRole('list', { name: 'Events, the newest first' }).getByRole('listitem')
const untilConnected = ({ page }: Visit) => page.getByText('Connected: events appear as they happen').waitFor()

async function askForTests(count: number, label: string): Promise<void> {
  const test = () => rig.gateway.call('POST', '/api/events/test/shop', { body: { label } })
  for (let done = 0; done < count; done += 20) await Promise.all(Array.from({ length: 20 }, test))
}

rig.test('an answer is seen as it comes; a pause holds back what comes, and counts it', async (visit) => {
  const { page } = visit
  await visit.enter('/i/shop/events/live')
  await page.getByText('Nothing has happened yet').waitFor()
  await untilConnected(visit)
  const { messageId } = await sendForm(rig, 'shop')
  await answerForm(rig, 'shop', messageId, { full_name: HOSTILE })
  const answered = rows(visit).filter({ hasText: 'form.answered' })
  await answered.first().waitFor()
  expect(await answered.count()).toBe(1)

  await answered.getByRole('button').first().click()
  await answered.getByText('‹U+202E›').waitFor()
  await rows(visit).filter({ hasText: 'form.sent' }).getByRole('button').first().click()
  await answered.getByRole('button', { name: /^Copy/ }).click()
  await answered.getByText('Copied').waitFor()
  const copied = JSON.parse(await page.evaluate('navigator.clipboard.readText()'))
  expect(copied).toMatchObject({ event: 'form.answered', data: { form: { messageId } } })
  await insistOnAccessible(page)

  await page.getByRole('button', { name: 'Pause' }).click()
  const before = await rows(visit).count()
  const other = await sendForm(rig, 'shop')
  await answerForm(rig, 'shop', other.messageId)
  await page.getByText(/^Paused\. [1-9]\d* events came meanwhile\.$/).waitFor()
  expect(await rows(visit).count()).toBe(before)
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect.poll(() => answered.count()).toBe(2)

  await page.getByLabel('Contains').fill(other.messageId.toLowerCase())
  await expect.poll(() => answered.count()).toBe(1)
  await page.getByLabel('Event', { exact: true }).selectOption('instance.state')
  await page.getByText('None of these events fits the filter').waitFor()
  await page.getByLabel('Contains').fill('')
  await page.getByLabel('Event', { exact: true }).selectOption('')
  await page.getByRole('button', { name: 'Clear' }).click()
  await page.getByText('Nothing has happened yet').waitFor()
})

rig.test('a flood of events leaves the page usable, and 500 of them in it', async (visit) => {
  const { page } = visit
  const receiver = createServer((_request, response) => response.end())
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
  await rig.gateway.call('POST', '/api/events/webhook/shop', { body: { label: 'flood', url } })
  await visit.enter('/i/shop/events/live')
  await untilConnected(visit)
  const flood = askForTests(560, 'flood')
  await rows(visit).first().waitFor()
  await page.getByLabel('Contains').fill('webhook.test')
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByRole('button', { name: 'Go on' }).click()
  await flood
  await page.getByText(/^500 of 500 shown · 560 events since you came$/).waitFor()
  expect(await rows(visit).count()).toBe(500)
  await page.getByText(/^\d+ new events$/).waitFor({ state: 'attached' })
  await rig.gateway.call('POST', '/api/events/webhook/shop', { body: { label: 'flood', enabled: false } })
  receiver.close()
})

rig.test('the stream goes on by itself after the gateway was away, and misses nothing', async (visit) => {
  const { page, problems } = visit
  await visit.enter('/i/shop/events/live')
  await untilConnected(visit)
  await sendForm(rig, 'shop')
  await rows(visit).filter({ hasText: 'form.sent' }).first().waitFor()
  await rig.stopGateway()
  await page.getByText(/^Not connected/).waitFor()
  await rig.startGateway()
  await untilConnected(visit)
  await rows(visit).filter({ hasText: 'instance.state' }).first().waitFor()
  problems.length = 0
})

rig.test(
  'a delivery of 256 KiB, and an answer of a receiver that is hostile, are shown as text',
  async (visit) => {
    const { page } = visit
    const receiver = createServer((request, response) => {
      request.resume().on('end', () => response.writeHead(500).end(HOSTILE.repeat(300)))
    })
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
    const body = { label: 'hostile', url, events: ['form.answered'] }
    await rig.gateway.call('POST', '/api/events/webhook/shop', { body })
    const { messageId } = await sendForm(rig, 'shop')
    await answerForm(rig, 'shop', messageId, { full_name: HOSTILE.repeat(2000) })
    await visit.enter('/i/shop/events/deliveries?label=hostile')
    await page.getByRole('link', { name: 'Form answered' }).click()
    await page.getByRole('heading', { name: 'Attempt 1', exact: true }).waitFor()
    await page
      .getByRole('button', { name: /^Show all/ })
      .last()
      .click()
    // What is not looked at is not laid out, and is no inner text.
    await expect.poll(() => page.getByRole('region', { name: 'Body' }).textContent()).toMatch(/\}\s*$/)
    expect(await page.locator('img[src="x"]').count()).toBe(0)
    const answer = await page
      .getByRole('region', { name: /^What the receiver answered/ })
      .first()
      .innerText()
    expect(answer).toContain('<img src=x onerror=alert(1)>‹U+202E›gnp.exe')
    await page.getByRole('link', { name: 'The form and its answers' }).waitFor()
    await insistOnNoSideScroll(page)
    await insistOnAccessible(page)
    receiver.close()
  },
  { width: 360 },
  120_000,
)
