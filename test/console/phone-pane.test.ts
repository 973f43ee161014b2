import { expect } from 'vitest'
import { insistOnAccessible, insistOnNoSideScroll } from './judge-page.ts'
import { openRig } from './rig.suite.ts'

const rig = openRig()

const UNDECIDED = { phone: 'undecided' } as const

rig.test(
  'the simulated phone stands beside the page, in a frame that has no part in it',
  async (visit) => {
    const { page, sandbox } = visit
    await visit.enter('/')
    const frame = page.locator('iframe')
    await frame.waitFor()
    expect(await frame.getAttribute('sandbox')).toBe('allow-scripts allow-forms')
    expect(await frame.getAttribute('referrerpolicy')).toBe('no-referrer')
    expect(await frame.getAttribute('src')).toBe(sandbox.pageUrl)
    await page.frameLocator('iframe').getByRole('combobox').first().waitFor()
    const box = await frame.boundingBox()
    const main = await page.locator('main').boundingBox()
    expect(box?.x).toBeGreaterThan((main?.x ?? 0) + (main?.width ?? 0) - 1)
    await insistOnAccessible(page)
  },
  UNDECIDED,
)

rig.test(
  'the phone is shut and opened by hand, with the focus, and is found as it was left',
  async (visit) => {
    const { page } = visit
    await visit.enter('/')
    const pane = page.getByRole('complementary', { name: 'Simulated phone' })
    const focused = () => page.evaluate('document.activeElement.textContent')
    await pane.getByRole('button', { name: 'Hide the simulated phone' }).click()
    await pane.waitFor({ state: 'detached' })
    expect(await focused()).toBe('Show the simulated phone')
    await visit.openAt('/')
    await page.getByRole('button', { name: 'Show the simulated phone' }).waitFor()
    expect(await pane.count()).toBe(0)
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: 'Show the simulated phone' }).press('Enter')
    await pane.waitFor()
    expect(await focused()).toBe('Simulated phone')
    await visit.openAt('/')
    await pane.waitFor()
  },
  UNDECIDED,
)

rig.test(
  'on a small screen the phone is shut at first, and as wide as the page when it is opened',
  async (visit) => {
    const { page } = visit
    await visit.enter('/')
    expect(await page.locator('iframe').count()).toBe(0)
    await page.getByRole('button', { name: 'Show the simulated phone' }).click()
    const box = await page.locator('iframe').boundingBox()
    expect(box?.width).toBeGreaterThan(320)
    await insistOnNoSideScroll(page)
  },
  { ...UNDECIDED, width: 360 },
)
