import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

/** Minified axe-core; it is evaluated by the debugger, which the page's policy does not bind. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

interface Finding {
  id: string
  help: string
  nodes: { target: unknown[]; failureSummary?: string }[]
}

/** Fails with every accessibility rule that the page breaks as it stands now. */
export async function insistOnAccessible(page: Page, where = page.url()): Promise<void> {
  if ((await page.evaluate('typeof axe')) === 'undefined') await page.evaluate(AXE)
  // Every page stands behind the #: what axe takes for a skip link is a section's link that is scrolled out of sight.
  const rules = { 'skip-link': { enabled: false } }
  const options = JSON.stringify({ runOnly: TAGS, rules, resultTypes: ['violations'], iframes: false })
  const findings = (await page.evaluate(
    `axe.run(document, ${options}).then(({ violations }) => violations)`,
  )) as Finding[]
  const told = findings.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(' ')}: ${failureSummary ?? ''}`),
  )
  insistOnNothing(told, `${where} is not accessible`)
}

/** Fails when the page as a whole can be scrolled sideways, and names what sticks out. */
export async function insistOnNoSideScroll(page: Page, where = page.url()): Promise<void> {
  const stickingOut = await page.evaluate(`(() => {
    const root = document.documentElement
    if (root.scrollWidth <= root.clientWidth) return []
    const sticksOut = (element) => element.getBoundingClientRect().right > root.clientWidth + 0.5
    const found = [...document.querySelectorAll('body *')].filter(sticksOut).map((element) => element.outerHTML.slice(0, 160))
    return ['page is ' + root.scrollWidth + ' wide, not ' + root.clientWidth, ...found.slice(0, 8)]
  })()`)
  insistOnNothing(stickingOut as string[], `${where} is too wide`)
}

/** Vitest would cut what was found out of its message. */
function insistOnNothing(found: readonly string[], sentence: string): void {
  if (found.length > 0) throw new Error(`${sentence}:\n${found.join('\n')}`)
}
