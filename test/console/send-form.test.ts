import { beforeAll, expect } from 'vitest'
import { mayBrowse } from '../../sandbox/src/testing/chromium.ts'
import { insistOnAccessible, insistOnNoSideScroll } from './judge-page.ts'
import { ANA, makeInstance } from './people.ts'
import { openRig } from './rig.suite.ts'
import { openSendPage } from './send-page.ts'

const rig = openRig()

const HOSTILE = `<img src=x onerror=alert(1)>\u202e*bold* ${'W'.repeat(4000)}`

beforeAll(async () => {
  if (!mayBrowse) return
  await makeInstance(rig, 'shop')
  await rig.gateway.call('POST', '/api/instance/settings/shop', {
    body: { buttonLabels: { contact_details: 'Vamos lá' } },
  })
}, 60_000)

rig.test('the phone follows what is typed', async (visit) => {
  const { page } = visit
  const { field, phone } = await openSendPage(visit, 'shop')
  // The label of the instance, until another one is typed.
  await phone.getByText('Vamos lá').waitFor()
  expect(await field('buttonLabel').getAttribute('placeholder')).toBe('Vamos lá')
  await field('buttonLabel').fill('Tell us')
  await field('headerText').fill('Ana’s shop')
  await field('footerText').fill('Takes a minute')
  await field('message').fill('Hello *you* and _you_, <b>not bold</b>')
  for (const text of ['Tell us', 'Ana’s shop', 'Takes a minute', '<b>not bold</b>']) {
    await phone.getByText(text).waitFor()
  }
  expect(await phone.locator('strong').allTextContents()).toEqual(['you'])
  expect(await phone.locator('em').allTextContents()).toEqual(['you'])
  await field('cpfOrCnpjVisible').uncheck()
  await field('deliveryAddressVisible').uncheck()
  await expect.poll(() => phone.getAttribute('aria-label')).toContain('The form asks: Full name, Phone number, Email.')
  await page.getByRole('button', { name: 'Add a question' }).click()
  await page.keyboard.type('Company')
  await phone.getByText('Company (optional)').waitFor()
  await page.getByLabel('The phone’s language').selectOption('pt-BR')
  await phone.getByText('Nome completo').waitFor()
  await page.getByText('More options').click()
  await field('messageVersion').fill('1')
  await page.getByText('With 1 the form never opens on a phone.').waitFor()
  await phone.getByText('pede para atualizar o WhatsApp').waitFor()
})

rig.test('each example is loaded by one click, keeps the recipient, and can be undone', async (visit) => {
  const { page } = visit
  const { field, phone } = await openSendPage(visit, 'shop')
  const code = page.getByRole('region', { name: 'curl' })
  await field('number').fill(ANA)
  await field('message').fill('of my own')
  await page.getByRole('button', { name: 'An offer' }).click()
  await phone.getByText('Curso de Go, turma de maio').waitFor()
  await code.getByText('"formType": "registration_offer"').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  expect(await field('message').inputValue()).toBe('of my own')
  await page.getByRole('button', { name: 'Name, phone and e-mail' }).click()
  await code.getByText('"cpfOrCnpjVisible": false').waitFor()
  await page.getByRole('button', { name: 'Own flow' }).click()
  await phone.getByText('kept by Meta').waitFor()
  await code.getByText(String.raw`\"screen\":\"WELCOME\"`).waitFor()
  expect(await field('number').inputValue()).toBe(ANA)
  expect(await page.locator('body').textContent()).not.toContain(rig.gateway.accountToken)
  expect(await code.textContent()).toContain('"token: $TOKEN"')
})

rig.test('own questions are moved and removed by buttons, and the focus stays with them', async (visit) => {
  const { page } = visit
  await openSendPage(visit, 'shop')
  const labels = page.getByLabel('Question', { exact: true })
  const told = () =>
    labels.evaluateAll((inputs) => inputs.map((input) => (input as unknown as { value: string }).value))
  const focused = () =>
    page.evaluate('document.activeElement.getAttribute("aria-label") ?? document.activeElement.value')
  for (const label of ['one', 'two', 'three']) {
    await page.getByRole('button', { name: 'Add a question' }).click()
    await page.keyboard.type(label)
  }
  await page.getByRole('button', { name: 'Move question 3 up' }).click()
  expect(await told()).toEqual(['one', 'three', 'two'])
  expect(await focused()).toBe('Move question 2 up')
  await page.keyboard.press('Enter')
  expect(await told()).toEqual(['three', 'one', 'two'])
  // It is the first now: what moves it further up is off.
  expect(await focused()).toBe('Move question 1 down')
  await page.getByRole('button', { name: 'Remove question 2' }).click()
  expect(await told()).toEqual(['three', 'two'])
  expect(await focused()).toBe('two')
  for (let count = 2; count < 10; count += 1) await page.getByRole('button', { name: 'Add a question' }).click()
  expect(await page.getByRole('button', { name: 'Add a question' }).isDisabled()).toBe(true)
})

rig.test('what the gateway would refuse is said beside its field, which gets the focus', async (visit) => {
  const { page } = visit
  await rig.gateway.call('POST', '/api/instance/new', { body: { name: 'unknown-state' } })
  // As if nobody knew yet whether it is connected: the button can be pressed.
  await page.route('**/api/instance/list*', (route) => route.abort())
  const { field, button } = await openSendPage(visit, 'unknown-state')
  await button.click()
  await page.getByText('2 fields need a look first.').waitFor()
  await expect.poll(() => field('number').evaluate((input) => input === input.ownerDocument.activeElement)).toBe(true)
  expect(await field('number').getAttribute('aria-invalid')).toBe('true')
  await field('number').fill('status@broadcast')
  await page.getByText('Channels and broadcast lists cannot get forms.').waitFor()
  await field('number').fill(ANA)
  await field('message').fill('Hi')
  for (const name of ['fullName', 'phoneNumber', 'email', 'cpfOrCnpj', 'deliveryAddress']) {
    await field(`${name}Visible`).uncheck()
  }
  await page.getByText('Contact details must ask at least one question').waitFor()
  await field('buttonLabel').fill('more than twenty characters')
  await page.getByText('27 characters; WhatsApp is believed to show 20.').waitFor()
})

for (const theme of ['light', 'dark'] as const) {
  rig.test(
    `the page is accessible and keeps its width with hostile text in it, ${theme}`,
    async (visit) => {
      const { page } = visit
      const { field, phone } = await openSendPage(visit, 'shop')
      await insistOnAccessible(page)
      await page.getByRole('button', { name: 'An offer' }).click()
      for (const name of ['message', 'headerText', 'footerText', 'buttonLabel', 'offerName', 'number']) {
        await field(name).fill(HOSTILE)
      }
      await page.getByRole('button', { name: 'Add a question' }).click()
      await page.keyboard.insertText(HOSTILE)
      await page.getByText('More options').click()
      await phone.getByText('<img src=x').first().waitFor()
      expect(await phone.locator('img').count()).toBe(0)
      await insistOnNoSideScroll(page)
      await insistOnAccessible(page)
      await page.setViewportSize({ width: 1600, height: 900 })
      await insistOnNoSideScroll(page)
      await insistOnAccessible(page)
    },
    { theme, width: 360 },
  )
}
