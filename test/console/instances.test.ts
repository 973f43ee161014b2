import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { TestGateway } from '../journey/gateway.ts'
import { control } from '../journey/sandbox.ts'
import { linkNumber, makeInstance } from './people.ts'
import { openRig } from './rig.suite.ts'

const rig = openRig()

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const loadedAt = (page: Page) => page.evaluate('performance.timeOrigin')

/** What the phone sees: the QR of the API, once the page shows the very same picture. */
async function qrShown(page: Page, gateway: TestGateway, name: string): Promise<string> {
  const picture = page.getByAltText('QR code to scan', { exact: false })
  await picture.waitFor()
  const { body } = await gateway.call('GET', `/api/instance/connect/${name}`)
  expect(await picture.getAttribute('src')).toBe(body.qrCodeBase64)
  return body.qrCode
}

async function sinceOf(gateway: TestGateway, name: string): Promise<string> {
  const { body } = await gateway.call('GET', `/api/instance/list?instanceName=${name}`)
  return body.instances[0].connection.since
}

rig.test('a person makes an instance and links its phone by QR; the page says so without a reload', async (visit) => {
  const { page, gateway, sandbox } = visit
  await visit.enter()
  const loaded = await loadedAt(page)
  await button(page, 'Make the first instance').click()
  await button(page, 'Make it').click()
  await page.getByText('Give it a name, such as').waitFor()
  await page.getByLabel('Name', { exact: true }).fill('my shop')
  await page.getByText('Only letters without accents').waitFor()
  await page.getByLabel('Name', { exact: true }).fill('first')
  await page.keyboard.press('Enter')

  await page.getByRole('heading', { name: 'first is made' }).waitFor()
  const { body } = await gateway.call('GET', '/api/instance/list?instanceName=first')
  await page.getByText(body.instances[0].token).waitFor()
  await button(page, 'Link its number').click()
  await page.getByText('No number is linked yet.').waitFor()
  await button(page, 'Show the QR code').click()
  const qr = await qrShown(page, gateway, 'first')
  await control(sandbox, 'phones', { phone: '5511987650001', name: 'Padaria São João' })
  await control(sandbox, 'link', { phone: '5511987650001', qr })

  await page.getByText('Linked: +55 11 98765-0001').waitFor()
  await page.getByText('The number is connected.').waitFor()
  await page.getByText('Padaria São João').waitFor()
  expect(await page.getByAltText('QR code to scan', { exact: false }).count()).toBe(0)
  expect(await loadedAt(page)).toBe(loaded)
  // What had the focus is gone: it is where the news is.
  expect(await page.evaluate('document.activeElement.textContent')).toContain('Linked:')
})

rig.test('a name that is taken is told at its field, and what was typed stays', async (visit) => {
  const { page, gateway } = visit
  await makeInstance({ gateway }, 'taken')
  await visit.enter()
  await button(page, 'New instance').click()
  await page.getByLabel('Name', { exact: true }).fill('taken')
  await page.getByLabel('Use a token of my own').check()
  await page.getByLabel('Token', { exact: true }).fill('short')
  await button(page, 'Make it').click()
  await page.getByText('It needs 16 to 256').waitFor()
  await page.getByLabel('Token', { exact: true }).fill('a-token-that-is-my-own')
  await button(page, 'Make it').click()
  await page.getByText('There is an instance with this name already.').waitFor()
  const name = page.getByLabel('Name', { exact: true })
  expect(await name.inputValue()).toBe('taken')
  await expect.poll(() => page.evaluate('document.activeElement.value')).toBe('taken')
  await name.fill('not-taken')
  await button(page, 'Make it').click()
  await page.getByRole('heading', { name: 'not-taken is made' }).waitFor()
  await page.getByText('a-token-that-is-my-own').waitFor()
  const own = await gateway.call('GET', '/api/instance/list', { token: 'a-token-that-is-my-own' })
  expect(own.body.instances).toHaveLength(1)
})

rig.test('a pairing code is shown large, and the phone that types it is linked', async (visit) => {
  const { page, gateway, sandbox } = visit
  await makeInstance({ gateway }, 'paired')
  await control(sandbox, 'phones', { phone: '351912345678', name: 'Escola' })
  await visit.enter('/i/paired')
  await page.getByRole('tab', { name: 'Type a code on the phone' }).click()
  const number = page.getByLabel('Phone number')
  await number.fill('+351 9')
  await page.getByText('Portugal:', { exact: false }).waitFor()
  await button(page, 'Get a code').click()
  await page.getByText('Too short').waitFor()
  await number.fill('+351 912-345-678')
  await button(page, 'Get a code').click()
  const code = page.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  await code.waitFor()
  await page.getByText('Link with phone number instead').waitFor()
  const pairingCode = ((await code.textContent()) ?? '').replace('-', '')
  await control(sandbox, 'link', { phone: '351912345678', pairingCode })
  await page.getByText('Linked: +351 912 345 678').waitFor()
})

rig.test('a code that is good no longer is taken off the page, and a new one links', async (visit) => {
  const { page, gateway, sandbox } = visit
  await makeInstance({ gateway }, 'void')
  await visit.enter('/i/void')
  await button(page, 'Show the QR code').click()
  await qrShown(page, gateway, 'void')
  const proxy = (body: object) => gateway.call('POST', '/api/instance/proxy/void', { body })
  // What is being linked is dialled anew through the proxy, where nothing listens.
  await proxy({ enabled: true, host: '127.0.0.1', port: 9 })
  await button(page, 'New QR code').waitFor()
  expect(await page.getByAltText('QR code to scan', { exact: false }).count()).toBe(0)
  await page.getByText('The proxy of this number could not be reached', { exact: false }).first().waitFor()
  await proxy({ enabled: false })
  await button(page, 'New QR code').click()
  const qr = await qrShown(page, gateway, 'void')
  await control(sandbox, 'phones', { phone: '5511987650004', name: 'Void' })
  await control(sandbox, 'link', { phone: '5511987650004', qr })
  await page.getByText('Linked: +55 11 98765-0004').waitFor()
})

rig.test('an account that asks for a passkey is told in words, with what helps', async (visit) => {
  const { page, gateway, sandbox } = visit
  await makeInstance({ gateway }, 'passkey')
  await control(sandbox, 'phones', { phone: '5511987650005', name: 'Passkey' })
  await visit.enter('/i/passkey')
  await button(page, 'Show the QR code').click()
  const qr = await qrShown(page, gateway, 'passkey')
  await control(sandbox, 'faults', { passkey: true })
  await control(sandbox, 'link', { phone: '5511987650005', qr }).catch(() => {})
  await control(sandbox, 'faults', {})
  await page.getByText('Use a number whose account does not ask for it.').first().waitFor()
  await page.getByText('Passkey needed').first().waitFor()
  await button(page, 'New QR code').waitFor()
})

rig.test('the call that waits for a code is given up when the person leaves', async (visit) => {
  const { page, gateway, sandbox } = visit
  await makeInstance({ gateway }, 'left')
  await visit.enter('/i/left')
  await control(sandbox, 'faults', { mute: true })
  try {
    const asked = page.waitForRequest((request) => request.url().includes('/api/instance/connect/left'))
    await button(page, 'Show the QR code').click()
    await page.getByText('WhatsApp is asked for a code.', { exact: false }).waitFor()
    const request = await asked
    const given = page.waitForEvent('requestfailed', (failed) => failed === request)
    await page.getByRole('link', { name: 'Settings' }).click()
    await given
  } finally {
    await control(sandbox, 'faults', {})
  }
})

rig.test('a number is logged out after it was confirmed, and can be linked anew', async (visit) => {
  const { page } = visit
  await linkNumber(visit, 'leaves')
  await visit.enter('/i/leaves')
  await button(page, 'Log out').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await page.getByText('The number is connected.').waitFor()
  await button(page, 'Log out').click()
  await dialog.getByRole('button', { name: 'Log out' }).click()
  await page.getByText('The number was logged out here.').waitFor()
  await button(page, 'Show the QR code').waitFor()
})

rig.test('an instance is deleted when its name was typed, and not before', async (visit) => {
  const { page, gateway } = visit
  await makeInstance({ gateway }, 'Goes')
  await visit.enter('/i/Goes')
  await button(page, 'Delete').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('every answer to them').waitFor()
  await dialog.getByLabel('Type Goes to confirm').fill('goes')
  await dialog.getByRole('button', { name: 'Delete for good' }).click()
  await dialog.getByText('This is not the name.').waitFor()
  expect((await gateway.call('GET', '/api/instance/list?instanceName=Goes')).status).toBe(200)
  await dialog.getByLabel('Type Goes to confirm').fill('Goes')
  await dialog.getByRole('button', { name: 'Delete for good' }).click()
  await page.getByText('The instance Goes was deleted').waitFor()
  expect(await page.getByRole('link', { name: 'Goes' }).count()).toBe(0)
  expect((await gateway.call('GET', '/api/instance/list?instanceName=Goes')).status).toBe(404)
})

rig.test('a new token is shown, and the old one opens nothing any more', async (visit) => {
  const { page, gateway } = visit
  const { token } = await makeInstance({ gateway }, 'rotates')
  await visit.enter('/i/rotates')
  expect(await page.getByText(token).count()).toBe(0)
  await page.getByRole('button', { name: 'Show Token of this instance' }).click()
  await page.getByText(token).waitFor()
  await button(page, 'Replace the token').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Replace the token' }).click()
  const shown = page.getByRole('dialog').locator('code')
  await shown.waitFor()
  const fresh = (await shown.textContent()) ?? ''
  expect((await gateway.call('GET', '/api/instance/list', { token })).status).toBe(401)
  expect((await gateway.call('GET', '/api/instance/list', { token: fresh })).status).toBe(200)
  await button(page, 'Done').click()
  await page.getByText(fresh).waitFor()
})

rig.test('what happens to a number shows in the list without a reload', async (visit) => {
  const { page, gateway } = visit
  const { phone } = await linkNumber(visit, 'listed')
  await visit.enter()
  const row = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'listed', exact: true }) })
  await row.getByText('Connected', { exact: true }).waitFor()
  const connected = await sinceOf(gateway, 'listed')
  expect(await row.locator('time').getAttribute('datetime')).toBe(connected)
  expect(await row.locator('time').innerText()).toMatch(/^since .+\d.+ \(.+\)$/)
  expect((await row.innerText()).replace(/\D/g, '')).toContain(phone)
  await gateway.call('DELETE', '/api/instance/logout/listed')
  await row.getByText('Logged out', { exact: true }).waitFor()
  const loggedOut = await sinceOf(gateway, 'listed')
  expect(Date.parse(loggedOut)).toBeGreaterThan(Date.parse(connected))
  expect(await row.locator('time').getAttribute('datetime')).toBe(loggedOut)
  await page.getByRole('link', { name: 'listed', exact: true }).click()
  await page.getByText('In this state since').waitFor()
  expect(await page.locator(`time[datetime="${loggedOut}"]`).innerText()).toMatch(/\d.+ \(.+\)$/)
})

rig.test('the token of an instance leads to its own number, and offers nothing that it may not do', async (visit) => {
  const { page, gateway } = visit
  const { token } = await makeInstance({ gateway }, 'alone')
  await visit.enter('/', token)
  await expect.poll(() => new URL(page.url()).hash).toBe('#/i/alone')
  await page.getByText('No number is linked yet.').waitFor()
  for (const name of ['Delete', 'Replace the token', 'New instance']) expect(await button(page, name).count()).toBe(0)
})
