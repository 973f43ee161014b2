import { expect } from 'vitest'
import { linkNumber, makeInstance } from './people.ts'
import { openRig } from './rig.suite.ts'

const rig = openRig()

const AWAY = 'The gateway does not answer.'
const BACK = 'The gateway is back.'

rig.test('a gateway that goes away and comes back is told, and mended without a reload', async (visit) => {
  const { page, gateway, problems } = visit
  await linkNumber(visit, 'shop')
  await visit.enter('/i/shop/answers')
  const badge = page.getByRole('navigation', { name: 'Where you are' }).getByRole('status')
  await badge.getByText('Connected', { exact: true }).waitFor()
  const loadedAt = await page.evaluate('performance.timeOrigin')

  await rig.stopGateway()
  await page.getByText(AWAY, { exact: false }).waitFor()
  await rig.startGateway()
  await page.getByText(AWAY, { exact: false }).waitFor({ state: 'hidden' })
  await page.getByText(BACK).waitFor()
  await badge.getByText('Connected', { exact: true }).waitFor()

  // Live events go on, in the same session.
  const out = await gateway.call('DELETE', '/api/instance/logout/shop')
  expect(out.status).toBe(200)
  await badge.getByText('Logged out', { exact: true }).waitFor()
  expect(await page.evaluate('performance.timeOrigin')).toBe(loadedAt)
  expect(problems).toEqual([])
})

rig.test('a page that is opened while the gateway is away comes when it is back, without a reload', async (visit) => {
  const { page, gateway } = visit
  await makeInstance({ gateway }, 'later')
  await visit.enter('/i/later/answers')
  const loadedAt = await page.evaluate('performance.timeOrigin')
  await rig.stopGateway()
  await page.getByText(AWAY, { exact: false }).waitFor()
  await page.getByRole('link', { name: 'Settings' }).click()
  await rig.startGateway()
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
  expect(await page.evaluate('performance.timeOrigin')).toBe(loadedAt)
})

rig.test(
  'a token that was typed while the gateway is away is still there, and opens when it is back',
  async (visit) => {
    const { page, gateway, openAt } = visit
    await openAt('/sign-in')
    const field = page.getByLabel('Token', { exact: true })
    await field.fill(gateway.accountToken)
    await rig.stopGateway()
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').getByText('The gateway does not answer').waitFor()
    expect(await field.inputValue()).toBe(gateway.accountToken)
    await rig.startGateway()
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('banner').waitFor()
  },
)
