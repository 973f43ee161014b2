import { expect } from 'vitest'
import { linkNumber } from './people.ts'
import { startProxy } from './proxy.suite.ts'
import { openRig } from './rig.suite.ts'
import { beginVisit } from './visit.ts'

const rig = openRig()

const AWAY = 'The gateway does not answer.'

/** Counts in the page how often it was said that the gateway is back, from now on. */
const COUNT_RETURNS = `
  globalThis.returns = 0
  let isSaid = false
  new MutationObserver(() => {
    const isThere = document.body.innerText.includes('The gateway is back.')
    if (isThere && !isSaid) globalThis.returns += 1
    isSaid = isThere
  }).observe(document.body, { subtree: true, childList: true, characterData: true })`

rig.test(
  'behind a proxy that answers 502 the gateway is away once, and back once, and nobody asks in a storm',
  async () => {
    const proxy = await startProxy(() => Number(new URL(rig.gateway.baseUrl).port))
    const visit = await beginVisit({
      browser: rig.browser,
      sandbox: rig.sandbox,
      gateway: { ...rig.gateway, baseUrl: proxy.origin },
    })
    try {
      const { page, asked } = visit
      await linkNumber(rig, 'proxied')
      await visit.enter('/i/proxied/answers')
      const badge = page.getByRole('navigation', { name: 'Where you are' }).getByRole('status')
      await badge.getByText('Connected', { exact: true }).waitFor()
      await page.evaluate(COUNT_RETURNS)

      await rig.stopGateway()
      await page.getByText(AWAY, { exact: false }).waitFor()
      asked.length = 0
      const knocks = () => asked.filter((url) => url.endsWith('/health')).length
      await expect.poll(knocks, { timeout: 30_000 }).toBeGreaterThan(3)
      expect(asked.filter((url) => url.includes('/api/'))).toEqual([])
      expect(await page.evaluate('returns')).toBe(0)

      await rig.startGateway()
      await page.getByText(AWAY, { exact: false }).waitFor({ state: 'hidden' })
      await expect.poll(() => page.evaluate('returns')).toBe(1)
      await badge.getByText('Connected', { exact: true }).waitFor()
      expect((await rig.gateway.call('DELETE', '/api/instance/logout/proxied')).status).toBe(200)
      await badge.getByText('Logged out', { exact: true }).waitFor()
      visit.insistOnPeace()
    } finally {
      await visit.end()
      await proxy.close()
    }
  },
)
