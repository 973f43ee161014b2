import { expect } from 'vitest'
import { makeInstance } from './people.ts'
import { openRig } from './rig.suite.ts'

const rig = openRig()

const hashOf = (url: string) => new URL(url).hash

rig.test('whoever signs in with the account token sees the instances', async ({ page, signIn }) => {
  await signIn()
  await page.getByRole('heading', { level: 1 }).waitFor()
  expect(hashOf(page.url())).toBe('#/')
  expect(await page.title()).toMatch(/ · Formwire$/)
})

rig.test(
  'a token is nowhere after the sign-in: not in the page, its address, its storage or its cookies',
  async (visit) => {
    const { page, context, gateway, signIn } = visit
    await signIn()
    const kept = await page.evaluate('JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie')
    const shown = await page.content()
    const cookies = JSON.stringify(await context.cookies())
    for (const place of [kept, shown, cookies, page.url(), ...visit.asked]) {
      expect(place).not.toContain(gateway.accountToken)
    }
    const [cookie] = await context.cookies()
    expect(cookie).toMatchObject({ name: 'formwire_session', httpOnly: true, sameSite: 'Strict' })
  },
)

rig.test('a wrong token is told in words, and what was typed stays', async ({ page, openAt }) => {
  await openAt('/')
  const field = page.getByLabel('Token', { exact: true })
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('Paste the token first.').waitFor()
  await field.fill('not-a-token-of-anybody')
  await field.press('Enter')
  await page.getByRole('alert').getByText('This token opens nothing here').waitFor()
  expect(await field.inputValue()).toBe('not-a-token-of-anybody')
})

rig.test(
  'signing out ends the session: neither the page nor the way back opens it',
  async ({ page, signIn, openAt }) => {
    await signIn()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(await page.getByText('Your session has ended', { exact: false }).count()).toBe(0)
    await page.goBack()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await openAt('/')
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  },
)

rig.test('who asked for a page before signing in comes to it afterwards, its search included', async (visit) => {
  const { page, gateway, signIn, openAt } = visit
  await makeInstance({ gateway }, 'asked-for')
  await openAt('/i/asked-for/answers?state=answered')
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await signIn()
  await expect.poll(() => hashOf(page.url())).toMatch(/^#\/i\/asked-for\/answers/)
  expect(hashOf(page.url())).toContain('answered')
})

rig.test('a way back out of the console is not gone', async ({ page, signIn, openAt, origin }) => {
  await openAt('/sign-in?back=//elsewhere.example/x')
  await signIn()
  expect(page.url()).toBe(`${origin}/#/`)
})

rig.test('a session that ends elsewhere leads to the sign-in with a word, and back to where one was', async (visit) => {
  const { page, gateway } = visit
  const { token } = await makeInstance({ gateway }, 'rotated')
  await visit.enter('/i/rotated/overview', token)
  await page.getByRole('link', { name: 'Overview' }).waitFor()
  const rotated = await gateway.call('POST', '/api/instance/rotateToken/rotated')
  await page.getByText('Your session has ended. Sign in again, and you are back where you were.').waitFor()
  expect(hashOf(page.url())).toContain('sign-in')
  await visit.signIn(rotated.body.instance.token)
  await expect.poll(() => hashOf(page.url())).toMatch(/^#\/i\/rotated\/overview/)
})

rig.test('the token of an instance opens that instance and no other', async (visit) => {
  const { page, gateway } = visit
  const { token } = await makeInstance({ gateway }, 'mine')
  await makeInstance({ gateway }, 'theirs')
  await visit.signIn(token)
  await page.getByText('Signed in as mine', { exact: false }).waitFor()
  await visit.openAt('/i/theirs')
  await page.getByRole('heading', { name: 'There is no such instance' }).waitFor()
  expect(await page.getByRole('main').innerText()).not.toContain('Number')
  await visit.openAt('/i/mine')
  await page.getByRole('navigation', { name: 'Where you are' }).getByText('mine', { exact: true }).waitFor()
})

rig.test('who signs in with another token sees nothing of the one before', async (visit) => {
  const { page, gateway } = visit
  const { token } = await makeInstance({ gateway }, 'second')
  await makeInstance({ gateway }, 'first')
  await visit.signIn()
  await visit.openAt('/i/first')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await visit.signIn(token)
  await page.getByText('Signed in as second', { exact: false }).waitFor()
  expect(await page.getByRole('main').innerText()).not.toContain('first')
})

// The last one: the address stays shut for ten minutes.
rig.test(
  'after ten wrong tokens the page says how long to wait, in the language of the reader',
  async (visit) => {
    const { page, openAt } = visit
    await openAt('/sign-in')
    const field = page.locator('input[autocomplete="current-password"]')
    for (let tried = 0; tried < 11; tried += 1) {
      const answered = page.waitForResponse((response) => response.url().endsWith('/api/session'))
      await field.fill(`wrong-token-number-${tried}`)
      await field.press('Enter')
      await answered
      await page.getByRole('alert').waitFor()
    }
    await page.getByRole('alert').getByText('Muitas tentativas').waitFor()
    await page.getByRole('alert').getByText(/\d+ s/).waitFor()
  },
  { language: 'pt-BR' },
)
