import type { Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { mayBrowse } from '../../sandbox/src/testing/chromium.ts'
import { type Receiver, startReceiver } from '../journey/receiver.ts'
import { type Furnished, furnish } from './furnish.ts'
import { insistOnAccessible, insistOnNoSideScroll } from './judge-page.ts'
import { type ConsolePage, emptyPages, fullPages } from './pages.ts'
import { openRig } from './rig.suite.ts'

const rig = openRig()

let furnished: Furnished
let receiver: Receiver

beforeAll(async () => {
  if (!mayBrowse) return
  receiver = await startReceiver()
  furnished = await furnish(rig, receiver)
}, 90_000)

afterAll(() => receiver?.close())

/** What is asked for is there, and nothing moves any more. */
async function untilSettled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle').catch(() => {})
  await page.getByRole('heading', { level: 1 }).waitFor()
}

const LOOKS = [
  ['light', 1280],
  ['dark', 360],
  ['dark', 1280],
  ['light', 360],
] as const

/** Two looks have both themes and both widths; the pages that change most with their width are judged in all four. */
const IN_EVERY_LOOK = new Set(['answers', 'send', 'deliveries'])

/** Widths and themes without loading the page anew: what depends on both is drawn anew by itself. */
async function judge(page: Page, { name }: ConsolePage): Promise<void> {
  await untilSettled(page)
  for (const [theme, width] of IN_EVERY_LOOK.has(name) ? LOOKS : LOOKS.slice(0, 2)) {
    await page.emulateMedia({ colorScheme: theme })
    await page.setViewportSize({ width, height: 900 })
    await insistOnAccessible(page, `${name}, ${theme}, ${width}`)
    await insistOnNoSideScroll(page, `${name} at ${width}`)
  }
  await page.setViewportSize({ width: 1600, height: 900 })
  await insistOnNoSideScroll(page, `${name} at 1600`)
}

/** All pages are judged, and told of together: one that is bad hides no other one. */
async function judgeAll(page: Page, pages: readonly ConsolePage[], openAt: (path: string) => Promise<void>) {
  const faults: string[] = []
  for (const one of pages) {
    await openAt(one.path)
    await judge(page, one).catch((error: Error) => faults.push(error.message))
  }
  if (faults.length > 0) throw new Error(faults.join('\n\n'))
}

rig.test('the sign-in is accessible in both themes, and as wide as the screen', ({ page, openAt }) =>
  judgeAll(page, [{ name: 'sign-in', path: '/sign-in' }], openAt),
)

for (const [part, half] of [
  ['the first half', 0],
  ['the other half', 1],
] as const) {
  rig.test(
    `every page is accessible in both themes, and as wide as the screen: ${part}`,
    async ({ page, enter, openAt }) => {
      await enter('/')
      const pages = fullPages(furnished).filter((_, index) => index % 2 === half)
      await judgeAll(page, pages, openAt)
    },
    {},
    240_000,
  )
}

/** What opens on a page, by the button that opens it. */
const dialogs = ({ forms, deliveryId }: Furnished): [path: string, button: string][] => [
  ['/', 'New instance'],
  ['/i/padaria', 'Replace the token'],
  ['/i/padaria', 'Log out'],
  ['/i/padaria/answers', 'Export'],
  [`/i/padaria/answers/${forms.answered}`, 'Erase submission 2'],
  [`/i/padaria/events/deliveries/${deliveryId}`, 'Send again'],
  ['/i/padaria/events/deliveries', 'Send a period again'],
]

rig.test(
  'every dialog is accessible in both themes, and fits a phone',
  async ({ page, enter, openAt }) => {
    await enter('/')
    const faults: string[] = []
    for (const [path, button] of dialogs(furnished)) {
      await openAt(path)
      await page.getByRole('button', { name: button, exact: true }).click()
      await page.getByRole('dialog').waitFor()
      await judge(page, { name: `dialog ${button}`, path }).catch((error: Error) => faults.push(error.message))
      await page.keyboard.press('Escape')
      await page.setViewportSize({ width: 1280, height: 900 })
    }
    if (faults.length > 0) throw new Error(faults.join('\n\n'))
  },
  {},
  240_000,
)

rig.test(
  'so is every page of an instance of which nothing is there yet',
  async ({ page, enter, openAt }) => {
    await enter('/')
    await judgeAll(page, emptyPages('filial-2'), openAt)
  },
  {},
  180_000,
)
