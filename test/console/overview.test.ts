import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect } from 'vitest'
import { mayBrowse } from '../../sandbox/src/testing/chromium.ts'
import { control } from '../journey/sandbox.ts'
import { insistOnAccessible, insistOnNoSideScroll } from './judge-page.ts'
import { ANA, answerForm, type LinkedNumber, linkNumber, makeInstance, makePeople, sendForm } from './people.ts'
import { openRig } from './rig.suite.ts'

const rig = openRig()

/** A source as nobody means it: markup, a mark that turns the direction round, and no place to break. */
const HOSTILE = `<img src=x onerror=alert(1)>\u202e${'w'.repeat(60)}`

let shop: LinkedNumber

/** Of five forms two were answered, one twice; one was refused by WhatsApp. */
beforeAll(async () => {
  if (!mayBrowse) return
  await makePeople(rig)
  shop = await linkNumber(rig, 'shop')
  const first = await sendForm(rig, 'shop', { formName: 'cadastro', source: 'crm' })
  await answerForm(rig, 'shop', first.messageId)
  const second = await sendForm(rig, 'shop', { formName: 'cadastro', source: 'crm' })
  await answerForm(rig, 'shop', second.messageId)
  await sendForm(rig, 'shop', { source: HOSTILE })
  await sendForm(rig, 'shop', { formName: 'offer', formType: 'registration_offer', source: 'campaign' })
  await control(rig.sandbox, 'faults', { account: shop.phone, nack: { code: 479 } })
  const refused = await rig.gateway.call('POST', '/api/message/form/shop', { body: { number: ANA, message: 'Olá!' } })
  expect(refused.status).toBe(500)
  await control(rig.sandbox, 'faults', {})
}, 60_000)

rig.test('the overview says how far the forms came, what failed and why, and what helps', async ({ page, enter }) => {
  await enter('/i/shop/overview')
  const funnel = page.getByRole('table', { name: 'How many of the sent forms' })
  await expect.poll(() => rowOf(funnel, 'Sent')).toEqual(['4', '100%', '—'])
  expect(await rowOf(funnel, 'Answered')).toEqual(['2', '50%', expect.any(String)])
  expect(await page.getByText('people may switch read receipts off').count()).toBe(1)
  expect(await page.getByText('WhatsApp does not tell').count()).toBe(1)
  expect(await page.getByRole('table', { name: 'Failed forms by reason' }).innerText()).toMatch(
    /WhatsApp could not read the message 479[\s\S]*without header, footer and questions[\s\S]*1/,
  )
  expect(await page.getByText('2 answers in 30 days, most on').count()).toBe(1)
  await page.getByRole('link', { name: 'Failed' }).click()
  await page.waitForURL(/#\/i\/shop\/answers\?state=failed&from=[-\d]+$/)
})

rig.test('the figures follow what happens, without a reload and without a storm of requests', async (visit) => {
  const { page, enter, asked } = visit
  await makePeople(rig, { '5511955550001': 'Carla Dias' })
  await linkNumber(rig, 'live')
  await enter('/i/live/overview')
  await page.getByText('Nothing was sent in this period').waitFor()
  const began = Date.now()
  const before = countOf(asked)
  const body = { number: '5511955550001' }
  const sent = await Promise.all(Array.from({ length: 12 }, () => sendForm(rig, 'live', body)))
  await answerForm(rig, 'live', sent[0]?.messageId ?? '', { full_name: 'Carla Dias' }, '5511955550001')
  const funnel = page.getByRole('table', { name: 'How many of the sent forms' })
  await expect
    .poll(async () => [(await rowOf(funnel, 'Sent'))[0], (await rowOf(funnel, 'Answered'))[0]])
    .toEqual(['12', '1'])
  expect(countOf(asked) - before).toBeLessThanOrEqual(2 + (Date.now() - began) / 3_000)
})

rig.test('the chart is drawn in the colours of the theme, and anew when that changes', async ({ page, enter }) => {
  await enter('/i/shop/overview?period=week')
  const chart = page.getByRole('img', { name: '2 answers in 7 days' })
  await chart.locator('canvas').waitFor()
  await expect.poll(() => drawsColour(page, 'accent')).toBe(true)
  const light = await colourOf(page, 'accent')
  await page.getByLabel('Appearance').selectOption('dark')
  expect(await colourOf(page, 'accent')).not.toBe(light)
  await expect.poll(() => drawsColour(page, 'accent')).toBe(true)
  expect(await drawsColour(page, 'wrong')).toBe(false)
  await page.getByRole('checkbox', { name: 'Failed forms' }).check()
  await expect.poll(() => drawsColour(page, 'wrong')).toBe(true)
  // What uPlot looks like came as a file: the policy lets no style stand in the page.
  expect(await page.locator('style').count()).toBe(0)
  expect(await page.evaluate(`getComputedStyle(document.querySelector('.u-over')).position`)).toBe('absolute')
})

rig.test('the chart is as wide as its place, also after that has changed', async ({ page, enter }) => {
  await enter('/i/shop/overview')
  const widths = async () =>
    page.evaluate(
      `(() => { const c = document.querySelector('canvas'); return [c.clientWidth, c.closest('[role=img]').clientWidth] })()`,
    )
  const isFitting = async () => {
    const [canvas, place] = (await widths()) as [number, number]
    return canvas === place
  }
  await page.locator('canvas').waitFor()
  await expect.poll(isFitting).toBe(true)
  await page.setViewportSize({ width: 420, height: 800 })
  await expect.poll(isFitting).toBe(true)
  await insistOnNoSideScroll(page)
})

rig.test('what the chart shows is a table for who cannot see it; days without answers are there', async (visit) => {
  const { page, enter } = visit
  await enter('/i/shop/overview?period=week')
  await page.getByRole('button', { name: 'Show as table' }).press('Enter')
  const table = page.getByRole('table', { name: 'Answers, sent and failed forms by day' })
  const rows = table.locator('tbody tr')
  expect(await rows.count()).toBe(7)
  expect(await rows.first().getByRole('cell').allInnerTexts()).toEqual(['2', '4', '1'])
  expect(await rows.last().getByRole('cell').allInnerTexts()).toEqual(['0', '0', '0'])
  await insistOnAccessible(page)
  await page.getByRole('button', { name: 'Show as chart' }).click()
  await page.locator('canvas').waitFor()
})

rig.test('what is counted stands in the address, and is still there after a reload', async ({ page, enter }) => {
  await enter('/i/shop/overview')
  await page.getByRole('button', { name: 'crm' }).click()
  const made = page.locator('dl > div', { has: page.getByText('Forms made', { exact: true }) })
  await expect.poll(() => made.innerText()).toMatch(/\b2$/)
  await page.getByRole('radio', { name: '1 year' }).check()
  expect(new URL(page.url()).hash).toBe('#/i/shop/overview?source=crm&period=year')
  await page.reload()
  await expect.poll(() => made.innerText()).toMatch(/\b2$/)
  expect(await page.getByLabel('Source').inputValue()).toBe('crm')
  // What else there is to choose from is not narrowed by what was chosen.
  expect(await page.getByLabel('Source').locator('option').allInnerTexts()).toContain('campaign')
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect.poll(() => made.innerText()).toMatch(/\b5$/)
})

rig.test('nothing to count says what to do, and leads there', async ({ page, enter }) => {
  await makeInstance(rig, 'fresh')
  await enter('/i/fresh/overview')
  await page.getByText('Nothing was sent in this period').waitFor()
  await insistOnAccessible(page)
  await page.getByRole('button', { name: 'Show everything' }).click()
  await page.getByText('No form has been sent yet').waitFor()
  await page.getByRole('main').getByRole('link', { name: 'Send a form' }).last().click()
  await page.waitForURL(/#\/i\/fresh\/send$/)
})

rig.test('figures of one instance are never shown as those of another', async ({ page, enter }) => {
  await makeInstance(rig, 'other')
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/api/form/stats/other?*', (route) => held.then(() => route.continue()))
  await enter('/i/shop/overview')
  await page.getByText('2 answers in 30 days').waitFor()
  await page.evaluate(`location.hash = '#/i/other/overview'`)
  await page.getByText('Loading…').waitFor()
  expect(await page.getByText('2 answers in 30 days').count()).toBe(0)
  release()
  await page.getByText('Nothing was sent in this period').waitFor()
})

rig.test('dates of one’s own are counted; turned round, they say so', async ({ page, enter }) => {
  await enter('/i/shop/overview?period=week')
  await page.getByRole('radio', { name: 'Own dates' }).check()
  await page.waitForURL(/period=own&from=20[-\d]+&to=20[-\d]+$|to=20[-\d]+&from=20[-\d]+/)
  await page.getByLabel('First day').fill('2020-01-01')
  await page.getByLabel('Last day').fill('2020-01-31')
  await page.getByText('Nothing was sent in this period').waitFor()
  await page.getByLabel('First day').fill('2020-02-01')
  await page.getByText('The first day is after the last').first().waitFor()
  await insistOnAccessible(page)
  await page.getByLabel('Last day').fill('2999-12-31')
  await expect.poll(() => page.getByText('2 answers in').innerText()).toMatch(/^2 answers in [\d,]+ days/)
})

for (const theme of ['light', 'dark'] as const) {
  rig.test(
    `on a phone, ${theme}, with hostile names, everything can be read and nothing breaks out`,
    async ({ page, enter }) => {
      await enter('/i/shop/overview?period=year')
      await page.locator('canvas').waitFor()
      await page.getByRole('button', { name: '<img src=x' }).waitFor()
      await insistOnAccessible(page)
      await insistOnNoSideScroll(page)
      expect(await page.getByText('Enviados').count()).toBeGreaterThan(0)
    },
    { theme, width: 360, height: 800, language: 'pt-BR' },
  )
}

/** The figures beside a row's heading. */
function rowOf(table: Locator, heading: string): Promise<string[]> {
  const row = table
    .getByRole('row')
    .filter({ has: table.page().getByRole('rowheader', { name: heading, exact: true }) })
  return row.getByRole('cell').allInnerTexts()
}

const countOf = (asked: readonly string[]) => asked.filter((url) => url.includes('/api/form/stats/')).length

/** A token of the theme as the browser computes it now: `rgb(…)`. */
function colourOf(page: Page, token: string): Promise<string> {
  return page.evaluate(`(() => {
    const probe = document.body.appendChild(document.createElement('i'))
    probe.style.color = 'var(--color-${token})'
    const { color } = getComputedStyle(probe)
    probe.remove()
    return color
  })()`)
}

/** Whether pixels of the chart have the colour of a token. */
async function drawsColour(page: Page, token: string): Promise<boolean> {
  const [red, green, blue] = (await colourOf(page, token)).match(/\d+/g) ?? []
  return page.evaluate(`(() => {
    const canvas = document.querySelector('canvas')
    if (!canvas) return false
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true })
    copy.drawImage(canvas, 0, 0)
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height)
    for (let at = 0; at < data.length; at += 4) {
      if (data[at] === ${red} && data[at + 1] === ${green} && data[at + 2] === ${blue} && data[at + 3] === 255) return true
    }
    return false
  })()`)
}
