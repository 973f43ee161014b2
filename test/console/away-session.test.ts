import { expect } from 'vitest'
import { makeInstance } from './people.ts'
import { openRig } from './rig.suite.ts'
import type { Visit } from './visit.ts'

const rig = openRig()

const AWAY = 'The gateway does not answer.'
const STILL_IN = 'You are still signed in'

const signOutButton = ({ page }: Visit) => page.getByRole('banner').getByRole('button', { name: 'Sign out' })
const signInHeading = ({ page }: Visit) => page.getByRole('heading', { name: 'Sign in' })
const hasSession = async ({ context }: Visit) =>
  (await context.cookies()).some(({ name }) => name === 'formwire_session')

rig.test('signing out while the gateway is away says that one is still signed in, and shows no more', async (visit) => {
  const { page, gateway } = visit
  await makeInstance({ gateway }, 'left-open')
  await visit.enter('/')
  await page.getByRole('main').getByText('left-open').waitFor()
  await rig.stopGateway()
  await signOutButton(visit).click()
  await page.getByRole('alert').getByText(STILL_IN).waitFor()
  expect(new URL(page.url()).hash).toBe('#/')
  await page.getByText('left-open').waitFor({ state: 'hidden' })

  await rig.startGateway()
  await page.getByText(AWAY, { exact: false }).waitFor({ state: 'hidden' })
  await page.getByRole('main').getByText('left-open').waitFor()
  await signOutButton(visit).click()
  await signInHeading(visit).waitFor()
  expect(await hasSession(visit)).toBe(false)
})

rig.test('a gateway that fails to end the session is not taken for one that did', async (visit) => {
  const { page } = visit
  await visit.enter('/')
  await page.route('**/api/session', async (route) => {
    if (route.request().method() !== 'DELETE') return route.fallback()
    const error = { message: 'The store cannot be written right now', code: 'store_failed' }
    await route.fulfill({ status: 503, json: { success: false, error } })
  })
  await signOutButton(visit).click()
  await page.getByRole('alert').getByText(STILL_IN).waitFor()
  await page.unroute('**/api/session')
  await signOutButton(visit).click()
  await signInHeading(visit).waitFor()
})

rig.test('whoever signs out with changes is asked first, and is signed out only when they want to', async (visit) => {
  const { page, gateway } = visit
  await makeInstance({ gateway }, 'changed')
  await visit.enter('/i/changed/settings')
  await page.getByLabel('Show the number as online').check()
  await signOutButton(visit).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Stay' }).click()
  await page.getByText('One change is not saved').waitFor()
  expect(await hasSession(visit)).toBe(true)
  await signOutButton(visit).click()
  await dialog.getByRole('button', { name: 'Leave' }).click()
  await signInHeading(visit).waitFor()
  expect(await hasSession(visit)).toBe(false)
})

rig.test('a session that ends elsewhere leads to the sign-in, changes that are not saved or not', async (visit) => {
  const { page, gateway } = visit
  const { token } = await makeInstance({ gateway }, 'ended')
  await visit.enter('/i/ended/settings', token)
  await page.getByLabel('Show the number as online').check()
  await gateway.call('POST', '/api/instance/rotateToken/ended')
  await signInHeading(visit).waitFor()
  expect(await page.getByRole('dialog').count()).toBe(0)
})

rig.test('a button keeps the focus while it is busy, and sends once however often it is pressed', async (visit) => {
  const { page, openAt } = visit
  await openAt('/sign-in')
  const posts: string[] = []
  let answer = () => {}
  await page.route('**/api/session', async (route) => {
    if (route.request().method() !== 'POST') return route.fallback()
    posts.push(route.request().url())
    await new Promise<void>((resolve) => {
      answer = resolve
    })
    await route.continue()
  })
  const field = page.getByLabel('Token', { exact: true })
  await field.fill('not-a-token-of-anybody')
  const button = page.getByRole('button', { name: 'Sign in' })
  await button.focus()
  await page.keyboard.press('Enter')
  await page.locator('button[aria-busy=true]').waitFor()
  const hasFocus = () => page.locator('button[type=submit]:focus').count()
  expect(await hasFocus()).toBe(1)
  expect(await button.isDisabled()).toBe(true)
  await page.keyboard.press('Enter')
  await field.press('Enter')
  await button.focus()
  answer()
  await page.getByRole('alert').getByText('This token opens nothing here').waitFor()
  expect(await hasFocus()).toBe(1)
  expect(posts).toHaveLength(1)
})
