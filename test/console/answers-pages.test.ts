import type { Page } from 'playwright-core'
import { beforeAll, expect } from 'vitest'
import { mayBrowse } from '../../sandbox/src/testing/chromium.ts'
import { control } from '../journey/sandbox.ts'
import { answerForm, linkNumber, makePeople, sendForm } from './people.ts'
import { openRig } from './rig.suite.ts'

const rig = openRig()
const COUNT = 123
const LISTENER = '5521900000001'

/** Message ids, the oldest first. */
let sent: string[] = []

beforeAll(async () => {
  if (!mayBrowse) return
  await makePeople(rig)
  await control(rig.sandbox, 'phones', { phone: LISTENER, headless: true })
  await linkNumber(rig)
  for (let done = 0; done < COUNT; done += 1) {
    const { messageId } = await sendForm(rig, 'shop', { number: LISTENER, formName: `form ${done}` })
    sent = [...sent, messageId]
  }
}, 120_000)

const links = (page: Page) =>
  page
    .getByRole('rowheader')
    .getByRole('link')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href')?.split('/').at(-1) ?? ''))
const newestFirst = () => sent.toReversed()
const shown = (page: Page, count: number, number: number) => page.getByText(`${count} on page ${number}`).waitFor()

rig.test('pages hold every form once, one page at a time; what comes meanwhile moves nothing', async (visit) => {
  const { page } = visit
  await visit.enter('/i/shop/answers')
  await shown(page, 50, 1)
  const first = await links(page)
  expect(first).toEqual(newestFirst().slice(0, 50))
  await page.getByRole('button', { name: 'Next page' }).click()
  await shown(page, 50, 2)
  const second = await links(page)
  expect(second).toEqual(newestFirst().slice(50, 100))

  const { messageId } = await sendForm(rig, 'shop', { formName: 'meanwhile' })
  sent = [...sent, messageId]
  await page.getByText('1 new form').waitFor()
  expect(await links(page)).toEqual(second)
  await page.getByRole('button', { name: 'Next page' }).click()
  await shown(page, COUNT - 100, 3)
  expect([...first, ...second, ...(await links(page))]).toEqual(newestFirst().slice(1))
  expect(await page.getByRole('button', { name: 'Next page' }).isDisabled()).toBe(true)

  await page.getByRole('button', { name: 'Previous page' }).click()
  await shown(page, 50, 2)
  expect(await links(page)).toEqual(second)
  await page.getByRole('button', { name: 'To the first page' }).click()
  await shown(page, 50, 1)
  expect((await links(page))[0]).toBe(messageId)
  expect(await page.getByText('1 new form').count()).toBe(0)
})

rig.test(
  'an answer to a form of another page changes that row in its place, and is told of elsewhere',
  async (visit) => {
    const { page } = visit
    const { messageId } = await sendForm(rig, 'shop', { formName: 'answered later' })
    sent = [...sent, messageId]
    await visit.enter('/i/shop/answers')
    await shown(page, 50, 1)
    await page.getByRole('button', { name: 'Next page' }).click()
    await shown(page, 50, 2)
    const before = await links(page)
    await answerForm(rig, 'shop', messageId, { full_name: 'Ana Souza' })
    await page.getByText('1 new answer').waitFor()
    expect(await links(page)).toEqual(before)

    const here = sent.at(-60) ?? ''
    const row = page.getByRole('row').filter({ has: page.locator(`a[href$="/${here}"]`) })
    expect(await row.innerText()).not.toContain('Read')
    await control(rig.sandbox, `phones/${LISTENER}/receipt`, { messageId: here, type: 'read' })
    await row.getByText('Read').waitFor()
    expect(await links(page)).toEqual(before)
  },
)

rig.test('a page that was left for an answer is there again', async (visit) => {
  const { page } = visit
  await visit.enter('/i/shop/answers')
  await page.getByRole('button', { name: 'Next page' }).click()
  await shown(page, 50, 2)
  const before = await links(page)
  await page.getByRole('rowheader').getByRole('link').first().click()
  await page.getByRole('heading', { name: 'What happened' }).waitFor()
  await page.getByRole('link', { name: 'To the answers' }).click()
  await shown(page, 50, 2)
  expect(await links(page)).toEqual(before)
})

rig.test('fifty events in a burst cost a few reads of the first page, not fifty', async (visit) => {
  const { page, asked } = visit
  await visit.enter('/i/shop/answers?source=burst')
  await page.getByText('Nothing matches these filters').waitFor()
  const reads = () => asked.filter((url) => url.includes('/api/form/list/')).length
  const before = reads()
  for (let done = 0; done < 25; done += 1) {
    const { messageId } = await sendForm(rig, 'shop', { number: LISTENER, source: 'burst' })
    sent = [...sent, messageId]
  }
  await shown(page, 25, 1)
  expect(reads() - before).toBeLessThan(25)
})
