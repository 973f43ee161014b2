import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { TestGateway } from '../journey/gateway.ts'
import { makeInstance } from './people.ts'
import { openRig } from './rig.suite.ts'

const rig = openRig()

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

async function settingsOf(gateway: TestGateway, name: string) {
  return (await gateway.call('GET', `/api/instance/getSettings/${name}`)).body.settings
}

async function proxyOf(gateway: TestGateway, name: string) {
  return (await gateway.call('GET', `/api/instance/getProxy/${name}`)).body.proxy
}

rig.test('what was changed is saved, and what somebody else changed meanwhile stays', async (visit) => {
  const { page, gateway } = visit
  await makeInstance({ gateway }, 'set')
  await visit.enter('/i/set/settings')
  await page.getByLabel('Reject calls as they ring').check()
  await page.getByLabel('Text for who called').fill('Só mensagens, por favor.')
  await page.getByLabel('Seconds between two sends').fill('1.5')
  await page.getByLabel('Keep answers and messages').selectOption('days')
  await page.getByText('4 changes are not saved').waitFor()
  await gateway.call('POST', '/api/instance/settings/set', { body: { ignoreGroupMessages: true } })
  await button(page, 'Save').click()
  await page.getByText('A whole number from 1 to 36500.').waitFor()
  expect(await settingsOf(gateway, 'set')).toMatchObject({ autoRejectCalls: false })
  await page.getByLabel('Days', { exact: true }).fill('90')
  await button(page, 'Save').click()
  await page.getByText('Saved. It acts at once.').waitFor()
  expect(await settingsOf(gateway, 'set')).toMatchObject({
    autoRejectCalls: true,
    callRejectMessage: 'Só mensagens, por favor.',
    minSendIntervalMs: 1500,
    retentionDays: 90,
    ignoreGroupMessages: true,
  })
})

rig.test('words of the form button are set, and emptied they are the server’s again', async (visit) => {
  const { page, gateway } = visit
  await makeInstance({ gateway }, 'words')
  await visit.enter('/i/words/settings')
  const label = page.getByRole('group', { name: 'Text of the form button' }).getByLabel('Contact details')
  await label.fill('Preencher cadastro')
  await button(page, 'Save').click()
  await page.getByText('Saved. It acts at once.').waitFor()
  expect(await settingsOf(gateway, 'words')).toMatchObject({ buttonLabels: { contact_details: 'Preencher cadastro' } })
  await label.fill('')
  await page.getByText('One change is not saved').waitFor()
  await button(page, 'Save').click()
  await page.getByText('Saved. It acts at once.').waitFor()
  expect((await settingsOf(gateway, 'words')).buttonLabels).toEqual({})
})

rig.test('whoever leaves with changes is asked, and loses them only when they want to', async (visit) => {
  const { page, gateway } = visit
  await makeInstance({ gateway }, 'asks')
  await visit.enter('/i/asks/settings')
  await page.getByLabel('Show the number as online').check()
  await page.getByRole('link', { name: 'Number', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Stay' }).click()
  await page.getByText('One change is not saved').waitFor()
  expect(new URL(page.url()).hash).toBe('#/i/asks/settings')
  await page.getByRole('link', { name: 'Number', exact: true }).click()
  await dialog.getByRole('button', { name: 'Leave' }).click()
  await page.getByText('No number is linked yet.').waitFor()
  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  expect(await page.getByLabel('Show the number as online').isChecked()).toBe(false)
})

rig.test('a gateway that refuses keeps nothing of what was typed from being there', async (visit) => {
  const { page, gateway } = visit
  await makeInstance({ gateway }, 'away')
  await visit.enter('/i/away/settings')
  await page.getByLabel('Text for who called').fill('Typed while it was away')
  await rig.stopGateway()
  await button(page, 'Save').click()
  await page.getByRole('alert').getByText('The gateway does not answer').waitFor()
  expect(await page.getByLabel('Text for who called').inputValue()).toBe('Typed while it was away')
  await rig.startGateway()
  await button(page, 'Save').click()
  await page.getByText('Saved. It acts at once.').waitFor()
})

rig.test('a proxy where none may be is refused at its field, and the rest of what was typed stays', async (visit) => {
  const { page, gateway } = visit
  await makeInstance({ gateway }, 'proxied')
  await visit.enter('/i/proxied/settings')
  await page.getByLabel('Go through a proxy').check()
  await button(page, 'Save the proxy').click()
  await page.getByText('Type where the proxy is.').waitFor()
  const host = page.getByLabel('Host', { exact: true })
  await host.fill('169.254.169.254')
  await page.getByLabel('Port', { exact: true }).fill('1080')
  await page.getByLabel('Protocol', { exact: true }).selectOption('socks5')
  await page.getByLabel('Username', { exact: true }).fill('shop')
  await page.getByLabel('Password', { exact: true }).fill('of-the-proxy')
  await button(page, 'Save the proxy').click()
  await page.getByText('This host cannot be used').waitFor()
  await expect.poll(() => page.evaluate('document.activeElement.value')).toBe('169.254.169.254')
  expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('of-the-proxy')
  await host.fill('127.0.0.1')
  await button(page, 'Save the proxy').click()
  await page.getByText('The proxy is set.').waitFor()
  expect(await proxyOf(gateway, 'proxied')).toEqual({
    enabled: true,
    host: '127.0.0.1',
    port: 1080,
    protocol: 'socks5',
    username: 'shop',
  })
})

rig.test(
  'a password of a proxy is never shown, and whoever changes the proxy is told that it does not go along',
  async (visit) => {
    const { page, gateway } = visit
    await makeInstance({ gateway }, 'kept')
    const block = { enabled: true, host: '127.0.0.1', port: 1080, username: 'shop', password: 'of-the-proxy' }
    await gateway.call('POST', '/api/instance/proxy/kept', { body: block })
    await visit.enter('/i/kept/settings')
    const password = page.getByLabel('Password', { exact: true })
    expect(await password.inputValue()).toBe('')
    expect(await page.content()).not.toContain('of-the-proxy')
    await page.getByText('it stays as it is unless you type another', { exact: false }).waitFor()
    await page.getByLabel('Port', { exact: true }).fill('1081')
    await page.getByText('it has to be typed again', { exact: false }).waitFor()
    await button(page, 'Discard').click()
    expect(await page.getByLabel('Port', { exact: true }).inputValue()).toBe('1080')
    await page.getByLabel('Go through a proxy').uncheck()
    await page.getByText('Saving removes the proxy with its password', { exact: false }).waitFor()
    await button(page, 'Save the proxy').click()
    await page.getByText('The proxy was removed.').waitFor()
    expect(await proxyOf(gateway, 'kept')).toMatchObject({ enabled: false, host: null })
  },
)
