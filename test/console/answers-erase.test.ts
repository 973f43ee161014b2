import type { Page } from 'playwright-core'
import { beforeAll, expect } from 'vitest'
import { mayBrowse } from '../../sandbox/src/testing/chromium.ts'
import { control } from '../journey/sandbox.ts'
import { insistOnAccessible } from './judge-page.ts'
import { ANA, answerForm, linkNumber, makePeople, sendForm } from './people.ts'
import { openRig } from './rig.suite.ts'

const rig = openRig()
const ERASING = '**/api/form/answer/**'

beforeAll(async () => {
  if (!mayBrowse) return
  await makePeople(rig)
  await linkNumber(rig)
}, 60_000)

const read = async (messageId: string) =>
  (await rig.gateway.call('GET', `/api/form/get/shop?messageId=${messageId}`)).body.form

const erased = async (messageId: string): Promise<boolean[]> =>
  (await read(messageId)).revisions.map((answer: { erased: boolean }) => answer.erased)

/** A form with three submissions. */
async function answeredThrice(): Promise<string> {
  const { messageId } = await sendForm(rig, 'shop')
  await answerForm(rig, 'shop', messageId, { full_name: 'Ana 1' })
  for (const number of [2, 3]) {
    await control(rig.sandbox, `phones/${ANA}/answer`, { messageId, values: { full_name: `Ana ${number}` } })
    await expect.poll(async () => (await read(messageId)).answerCount).toBe(number)
  }
  return messageId
}

const submission = (page: Page, number: number) =>
  page.getByRole('listitem').filter({ has: page.getByText(`Submission ${number}`) })

/** Opens the dialog that erases all three, and begins. */
async function eraseAll(page: Page) {
  await page.getByRole('button', { name: 'Erase all submissions' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Erase', exact: true }).click()
  return dialog
}

rig.test(
  'erasing failed on the way, and what had gone was still shown',
  async (visit) => {
    const { page } = visit
    const messageId = await answeredThrice()
    await visit.enter(`/i/shop/answers/${messageId}`)
    let calls = 0
    await page.route(ERASING, (route) => {
      calls += 1
      return calls === 2
        ? route.fulfill({ status: 500, json: { error: { message: 'No room', code: 'internal' } } })
        : route.continue()
    })
    const dialog = await eraseAll(page)
    await dialog.getByRole('alert').waitFor()
    await dialog.getByText('1 of 3 erased').waitFor()
    await expect.poll(() => submission(page, 1).innerText()).toContain('This answer was erased.')
    expect(await submission(page, 2).innerText()).toContain('Ana 2')
    // Asked again, it goes on where it was.
    await dialog.getByRole('button', { name: 'Erase', exact: true }).click()
    await expect.poll(() => dialog.count()).toBe(0)
    expect(await erased(messageId)).toEqual([true, true, true])
    expect(calls).toBe(4)
    visit.problems.length = 0
  },
  {},
  120_000,
)

rig.test(
  'the dialog was closed, and the rest was erased all the same',
  async (visit) => {
    const { page } = visit
    const messageId = await answeredThrice()
    await visit.enter(`/i/shop/answers/${messageId}`)
    let calls = 0
    const held = Promise.withResolvers<void>()
    await page.route(ERASING, async (route) => {
      calls += 1
      if (calls === 2) await held.promise
      await route.continue()
    })
    const dialog = await eraseAll(page)
    await dialog.getByText('1 of 3 erased').waitFor()
    await page.keyboard.press('Escape')
    await dialog.getByText('Stopping: the one that is under way still goes').waitFor()
    held.resolve()
    await dialog.getByText('Stopped: 2 of 3 erased').waitFor()
    await insistOnAccessible(page)
    await dialog.getByRole('button', { name: 'Close' }).last().click()
    await expect.poll(() => dialog.count()).toBe(0)
    await expect.poll(() => submission(page, 2).innerText()).toContain('This answer was erased.')
    await expect.poll(() => page.evaluate('document.activeElement?.textContent')).toMatch(/^Submission 2/)
    expect(await erased(messageId)).toEqual([true, true, false])
  },
  {},
  120_000,
)

rig.test(
  'an erased person was still to be read on the send page',
  async (visit) => {
    const { page } = visit
    await visit.enter('/i/shop/send')
    await page.locator('[name="number"]').fill(ANA)
    await page.locator('[name="message"]').fill('Olá, Ana Souza')
    await page.getByRole('button', { name: 'Send form' }).click()
    await page.getByRole('article').waitFor()
    await page.getByRole('link', { name: 'Answers' }).click()
    await page.getByRole('link', { name: 'Everything of one person' }).click()
    await page.getByLabel('Number or WhatsApp id').fill(ANA)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Erase everything' }).click()
    await page.getByRole('dialog').getByRole('textbox').fill(ANA)
    await page.getByRole('dialog').getByRole('button', { name: 'Erase everything' }).click()
    await page.getByText(/Forms: \d+ · Answers/).waitFor()
    expect(await page.getByLabel('Number or WhatsApp id').inputValue()).toBe('')
    await page.getByRole('link', { name: 'Send a form' }).click()
    await page.getByText('Nothing was sent from here yet').waitFor()
    expect(await page.locator('[name="number"]').inputValue()).toBe('')
    expect(await page.locator('[name="message"]').inputValue()).toBe('')
  },
  {},
  120_000,
)

rig.test(
  'what was erased was still to be read in the delivery that told of it',
  async (visit) => {
    const { page } = visit
    await rig.gateway.call('POST', '/api/events/webhook/shop', {
      body: { enabled: true, url: 'http://127.0.0.1:9/', events: ['form.answered'] },
    })
    const { messageId } = await sendForm(rig, 'shop')
    await answerForm(rig, 'shop', messageId, { full_name: 'Ana Segredo' })
    await visit.enter(`/i/shop/answers/${messageId}`)
    await page.getByRole('link', { name: 'form.answered' }).click()
    await page.getByText('Ana Segredo').first().waitFor()
    await page.goBack()
    await page.getByRole('button', { name: 'Erase submission 1' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Erase', exact: true }).click()
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    // Even when the gateway is slow to tell what is left of it.
    const held = Promise.withResolvers<void>()
    await page.route('**/api/events/delivery/**', async (route) => {
      await held.promise
      await route.continue()
    })
    await page.getByRole('link', { name: 'form.answered' }).click()
    await page.getByText('Loading…').waitFor()
    expect(await page.content()).not.toContain('Ana Segredo')
    held.resolve()
    await page.getByText('Loading…').waitFor({ state: 'detached' })
    expect(await page.content()).not.toContain('Ana Segredo')
  },
  {},
  120_000,
)
