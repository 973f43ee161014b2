import type { Page } from 'playwright-core'
import { beforeAll, expect, vi } from 'vitest'
import { mayBrowse } from '../../sandbox/src/testing/chromium.ts'
import { control } from '../journey/sandbox.ts'
import { insistOnAccessible, insistOnNoSideScroll } from './judge-page.ts'
import { ANA, linkNumber, makePeople, sendForm, untilOnPhone } from './people.ts'
import { openRig } from './rig.suite.ts'

const rig = openRig()

const MARKUP = `<img src=x onerror="document.title='ran'"><script>document.title='ran'</script><h1>x</h1></td></table>`
const SCRIPT_URL = 'javascript:alert(1)'
const RIGHT_TO_LEFT = '\u202eoãoJ\u202c \u2067\u200f\u0627\u0644\u0627\u0633\u0645\u2069 \u202e\u202e\u202e end'
const CONTROL = 'a\u0001\u0007\u001b[31mb\u007f\u0085\u2028c\tline\nline\r\nline'
const COMBINING = `z${'\u0300\u0321\u0489'.repeat(400)}`
const NO_SPACE = 'W'.repeat(60_000)
const LINES = '\n'.repeat(2_000)

/** What people would have to type, and what no honest phone sends. */
const ANSWERS: Record<string, Record<string, unknown>> = {
  markup: { full_name: MARKUP, email: `${MARKUP}@x`, phone_number: MARKUP, [MARKUP]: MARKUP, link: SCRIPT_URL },
  direction: { full_name: RIGHT_TO_LEFT, cep: RIGHT_TO_LEFT, [RIGHT_TO_LEFT]: RIGHT_TO_LEFT },
  control: { full_name: CONTROL, city: CONTROL, [CONTROL]: CONTROL },
  combining: { full_name: COMBINING, neighborhood: COMBINING, [COMBINING.slice(0, 90)]: COMBINING },
  'no space': {
    full_name: NO_SPACE,
    street_and_number: NO_SPACE,
    [NO_SPACE.slice(0, 100)]: NO_SPACE,
    ['k'.repeat(5_000)]: '1',
  },
  lines: { full_name: `Linhas${LINES}fim`, complement: LINES, [`q${LINES}`]: `a${LINES}b` },
  'the largest': { full_name: 'Maior', big: 'x '.repeat(131_000) },
  'many keys': Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`key_${index}`, `v${index}`])),
  prototype: JSON.parse('{"__proto__":{"x":1},"constructor":"c","toString":"t","hasOwnProperty":"h","full_name":"P"}'),
}

/** How somebody calls themselves; what they send carries it. */
const NAME = `<img src=x onerror=alert(1)>${RIGHT_TO_LEFT}${COMBINING}`.slice(0, 100)

/** What belongs to no form, and what cannot be read. */
const UNREADABLE = [
  '{'.repeat(10_000),
  MARKUP,
  JSON.stringify({ full_name: RIGHT_TO_LEFT, flow_token: NO_SPACE.slice(0, 400) }),
  `{"full_name":"${NO_SPACE.repeat(6)}"}`,
]

const sent = new Map<string, string>()

beforeAll(async () => {
  if (!mayBrowse) return
  await makePeople(rig, { [ANA]: NAME })
  const shop = await linkNumber(rig)
  for (const [name, values] of Object.entries(ANSWERS)) {
    const { messageId, flowToken } = await sendForm(rig, 'shop', { formName: name })
    await untilOnPhone(rig.sandbox, ANA, messageId)
    const paramsJson = JSON.stringify({ ...values, flow_token: flowToken })
    await control(rig.sandbox, `phones/${ANA}/answer`, { messageId, paramsJson })
    const read = await rig.gateway.call('GET', `/api/form/get/shop?messageId=${messageId}&wait=20`)
    expect(read.body.form.state, name).toBe('answered')
    sent.set(name, messageId)
  }
  for (const paramsJson of UNREADABLE) {
    await control(rig.sandbox, `phones/${ANA}/answer`, { to: `${shop.phone}@s.whatsapp.net`, quote: false, paramsJson })
  }
  const unmatched = async () => (await rig.gateway.call('GET', '/api/form/unmatched/shop')).body.answers.length
  await vi.waitUntil(async () => (await unmatched()) === UNREADABLE.length, { timeout: 60_000 })
}, 120_000)

/** Nothing of an answer may have run, asked for anything or opened anything. */
async function insistOnHarmless(page: Page, dialogs: readonly string[]): Promise<void> {
  expect(dialogs).toEqual([])
  expect(await page.title()).toMatch(/· Formwire$/)
  expect(await page.locator('main img, main script').count()).toBe(0)
  expect(await page.locator('main a[href^="javascript:"]').count()).toBe(0)
  await insistOnNoSideScroll(page)
}

for (const width of [360, 1280]) {
  rig.test(
    `hostile answers are text in the table and on their pages, ${width} wide`,
    async (visit) => {
      const { page } = visit
      const dialogs: string[] = []
      page.on('dialog', (dialog) => {
        dialogs.push(dialog.message())
        void dialog.dismiss()
      })
      await visit.enter('/i/shop/answers')
      await page.getByText(`${sent.size} on page 1`).waitFor()
      await insistOnHarmless(page, dialogs)
      await page.getByText(MARKUP.slice(0, 60)).first().waitFor()
      await page.getByRole('button', { name: 'Columns' }).click()
      await page.getByRole('checkbox', { name: MARKUP }).check()
      await insistOnHarmless(page, dialogs)
      await insistOnAccessible(page)
      await page.keyboard.press('Escape')
      // No row is taller than a few lines, whatever is in it.
      const tallest = await page.evaluate(
        `Math.max(...[...document.querySelectorAll('main tbody tr, main li dd')].map((row) => row.offsetHeight))`,
      )
      expect(tallest).toBeLessThan(120)

      for (const [name, messageId] of sent) {
        await page.goto(`${visit.origin}/#/i/shop/answers/${messageId}`)
        await page.getByText(name, { exact: true }).first().waitFor()
        await page.getByRole('heading', { name: 'Submission 1' }).waitFor()
        await insistOnHarmless(page, dialogs)
      }

      await visit.openAt('/i/shop/answers/unmatched')
      await expect.poll(() => page.getByText('Raw JSON').count()).toBe(UNREADABLE.length)
      for (const summary of await page.getByText('Raw JSON').all()) await summary.click()
      await insistOnHarmless(page, dialogs)
      await insistOnAccessible(page)
    },
    { width },
    240_000,
  )
}

rig.test(
  'the largest answer is shown whole when it is asked for, and was not before',
  async (visit) => {
    const { page } = visit
    const messageId = sent.get('the largest') ?? ''
    await visit.enter(`/i/shop/answers/${messageId}`)
    const { body } = await rig.gateway.call('GET', `/api/form/get/shop?messageId=${messageId}`)
    const { raw } = body.form.revisions[0]
    expect(raw.length).toBeGreaterThan(262_000)
    expect((await page.locator('main').innerText()).length).toBeLessThan(20_000)
    await page.getByText('Raw JSON').click()
    const pre = page.locator('main pre')
    expect((await pre.textContent())?.length).toBeLessThan(20_000)
    await page
      .locator('details')
      .getByRole('button', { name: /^Show all/ })
      .click()
    expect(await pre.textContent()).toBe(raw)
    await insistOnNoSideScroll(page)
    await page.getByRole('button', { name: 'Copy As the phone sent it' }).click()
    await expect.poll(() => page.locator('details').getByRole('status').innerText()).toBe('Copied')
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(raw)
  },
  {},
  120_000,
)

rig.test(
  'what was typed is shown as it was typed',
  async (visit) => {
    const { page } = visit
    await visit.enter(`/i/shop/answers/${sent.get('direction')}`)
    const shown = await page.locator('main dd bdi').allTextContents()
    expect(shown).toContain(RIGHT_TO_LEFT)
    await page.goto(`${visit.origin}/#/i/shop/answers/${sent.get('markup')}`)
    await page.getByText('markup', { exact: true }).waitFor()
    expect(await page.locator('main dd bdi').allTextContents()).toContain(MARKUP)
  },
  {},
  120_000,
)
