import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { mayBrowse } from '../../sandbox/src/testing/chromium.ts'
import { type Receiver, startReceiver } from '../journey/receiver.ts'
import { insistOnAccessible, insistOnNoSideScroll } from './judge-page.ts'
import { makeInstance } from './people.ts'
import { openRig } from './rig.suite.ts'
import type { Visit } from './visit.ts'

const rig = openRig()
let receiver: Receiver

beforeAll(async () => {
  if (mayBrowse) receiver = await startReceiver()
})
afterEach(() => {
  if (mayBrowse) receiver.status = 204
})
afterAll(() => receiver?.close())

/** An instance with webhooks, whose states make events. */
async function openInstance(name: string, webhooks: object[] = []) {
  await makeInstance(rig, name)
  const call = (verb: string, body: object) => rig.gateway.call('POST', `/api/events/${verb}/${name}`, { body })
  const made: { secret: string }[] = []
  for (const webhook of webhooks) {
    const { body } = await call('webhook', { events: ['instance.state'], ...webhook })
    made.push(body.webhook)
  }
  return {
    path: `/i/${name}/events`,
    secrets: made.map(({ secret }) => secret),
    /** Something happens: the number asks to be linked, and no more. */
    happen: async () => {
      await rig.gateway.call('GET', `/api/instance/connect/${name}`)
      await rig.gateway.call('DELETE', `/api/instance/logout/${name}`)
    },
    deliveries: async (query = '') =>
      (await rig.gateway.call('GET', `/api/events/deliveries/${name}${query}`)).body.deliveries as {
        id: string
        state: string
      }[],
  }
}

const at = (label: string) => `${receiver.url}/${label}`
const to = (label: string) => receiver.deliveries.filter(({ path }) => path.startsWith(`/hook/${label}`))
const button = ({ page }: Visit, name: string | RegExp) => page.getByRole('button', { name })
const inDialog = ({ page }: Visit, name: string | RegExp) => page.getByRole('dialog').getByRole('button', { name })

rig.test('a first webhook is added, tested, and its delivery looked at', async (visit) => {
  const { page } = visit
  const { path } = await openInstance('first')
  await visit.enter(path)
  await page.getByText('No webhook yet').waitFor()
  await button(visit, 'Add a webhook').click()

  // What is wrong is said at its field, before anybody is asked and after.
  const url = page.getByLabel('Address (URL)')
  await inDialog(visit, 'Add').click()
  await page.getByText('Give the address.').waitFor()
  await expect.poll(() => url.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true)
  await url.fill('http://10.0.0.1/answers')
  await page.getByLabel('Authorization header').fill('Bearer invented-of-the-receiver')
  await inDialog(visit, 'Add').click()
  await page.getByText(/private network.*EGRESS_ALLOW/).waitFor()
  expect(await url.inputValue()).toBe('http://10.0.0.1/answers')
  expect(await url.getAttribute('aria-invalid')).toBe('true')
  await page.getByRole('dialog').getByLabel('Form answered').check()
  await url.fill(`${at('first')}?key=hidden`)
  await inDialog(visit, 'Add').click()

  const secret = await page
    .getByRole('dialog')
    .getByText(/^whsec_/)
    .innerText()
  await inDialog(visit, 'I have kept it').click()
  expect(await page.content()).not.toContain(secret)
  expect(await page.getByText('/hook/first?key=…').count()).toBe(1)
  expect(await page.getByText('hidden', { exact: true }).count()).toBe(0)

  await button(visit, /^Test/).click()
  await page.getByText(/It arrived: the receiver answered 204/).waitFor()
  const [tested] = to('first')
  expect(tested?.headers.authorization).toBe('Bearer invented-of-the-receiver')
  new Webhook(secret).verify(tested?.raw ?? '', { ...tested?.headers } as Record<string, string>)
  await page.getByRole('link', { name: 'The whole delivery' }).click()
  await page.getByRole('heading', { name: 'Attempt 1' }).waitFor()
  await page.getByText('"event": "webhook.test"').waitFor()
  await button(visit, 'As it is sent').click()
  await page.getByText(tested?.raw ?? '').waitFor()
})

rig.test('a webhook is edited, and what was not touched stays', async (visit) => {
  const { page } = visit
  const webhook = { url: at('edited'), authorization: 'Bearer invented', byEvents: true, events: ['form.sent'] }
  const { path } = await openInstance('edited', [{ ...webhook, mediaBase64: true }])
  await visit.enter(path)
  await button(visit, /^Edit/).click()
  await page.getByLabel('Address (URL)').fill(at('elsewhere'))
  await inDialog(visit, 'Save').click()
  await page.getByText('default is saved.').waitFor()
  const { body } = await rig.gateway.call('GET', '/api/events/getWebhook/edited?label=default')
  expect(body.webhook).toMatchObject({ ...webhook, mediaBase64: true, url: at('elsewhere') })
})

rig.test('what a failing receiver missed is seen, chosen and sent again', async (visit) => {
  const { page } = visit
  const { path, happen, deliveries } = await openInstance('missed', [{ url: at('missed') }])
  await visit.enter(`${path}/deliveries`)
  await page.getByText('No delivery yet').waitFor()
  receiver.status = 503
  await happen()
  // Nobody reloads the page: the event tells it.
  await page.getByRole('cell', { name: '503 · the receiver failed inside', exact: true }).first().waitFor()
  await page.getByLabel('State', { exact: true }).selectOption('pending')
  await expect.poll(() => page.url()).toContain('state=pending')
  await page.getByLabel('Select all on this page').check()
  const count = await page.locator('tbody input:checked').count()
  await button(visit, 'Send again').click()
  await page.getByText(`At most ${count} deliveries go out again`).waitFor()
  receiver.status = 204
  await inDialog(visit, 'Send again').click()
  const outcome = page.getByText(/wait again and go out now/)
  await outcome.waitFor()
  await expect.poll(() => outcome.evaluate((said) => said === said.ownerDocument.activeElement)).toBe(true)
  await expect.poll(async () => (await deliveries('?state=delivered')).length).toBeGreaterThanOrEqual(count)
  await page.getByLabel('State', { exact: true }).selectOption('delivered')
  await page.locator('tbody tr').first().waitFor()
  const ids = to('missed').map(({ headers }) => headers['webhook-id'])
  expect(new Set(ids).size).toBeLessThan(ids.length)
})

rig.test('a period is counted before it is sent again', async (visit) => {
  const { page } = visit
  const { path, happen, deliveries } = await openInstance('period', [{ url: at('period') }])
  await happen()
  await expect.poll(async () => (await deliveries()).every(({ state }) => state === 'delivered')).toBe(true)
  const count = (await deliveries()).length
  await visit.enter(`${path}/deliveries`)
  await button(visit, 'Send a period again').click()
  await inDialog(visit, 'Count first').click()
  await page.getByText('There is nothing of that kind in this time.').waitFor()
  await page.getByLabel('Which').selectOption('delivered')
  await page.getByLabel('From').fill('2020-01-01T00:00')
  await inDialog(visit, 'Count first').click()
  await page.getByText(`At most ${count} deliveries of this webhook go out again.`).waitFor()
  await inDialog(visit, 'Send again').click()
  await page.getByText(`${count} deliveries wait again and go out now.`).waitFor()
  await expect.poll(() => to('period').length).toBe(2 * count)
})

rig.test('a new secret signs beside the old one, and is shown once', async (visit) => {
  const { page } = visit
  const { path, secrets } = await openInstance('rotated', [{ url: at('rotated') }])
  await visit.enter(path)
  await button(visit, /^New secret/).click()
  await page.getByText(/For 24 hours both sign/).waitFor()
  await inDialog(visit, 'Make a new secret').click()
  const secret = await page
    .getByRole('dialog')
    .getByText(/^whsec_/)
    .innerText()
  await page.keyboard.press('Escape')
  await button(visit, /^Test/).click()
  await page.getByText(/It arrived/).waitFor()
  const [tested] = to('rotated')
  const headers = { ...tested?.headers } as Record<string, string>
  for (const each of [secret, secrets[0] ?? '']) new Webhook(each).verify(tested?.raw ?? '', headers)
  expect(secret).not.toBe(secrets[0])
  await button(visit, /^New secret/).click()
  await page.getByText(/For 24 hours both sign/).waitFor()
  expect(await page.content()).not.toContain(secret)
})

rig.test('a secret that comes after its dialog was shut is shown all the same', async (visit) => {
  const { page } = visit
  const { path } = await openInstance('hasty', [{ url: at('hasty') }])
  const answered = Promise.withResolvers<void>()
  await page.route('**/api/events/rotateSecret/**', async (route) => {
    const response = await route.fetch()
    await answered.promise
    await route.fulfill({ response })
  })
  await visit.enter(path)
  await button(visit, /^New secret/).click()
  await inDialog(visit, 'Make a new secret').click()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  answered.resolve()
  await page
    .getByRole('dialog')
    .getByText(/^whsec_/)
    .waitFor()
})

rig.test('a paused webhook waits, and gets what waited in its order', async (visit) => {
  const { page } = visit
  const { path, happen, deliveries } = await openInstance('paused', [{ url: at('paused') }])
  await visit.enter(path)
  await button(visit, /^Pause/).click()
  await page.getByText('default is paused. What happens waits for it.').waitFor()
  await happen()
  const waiting = (await deliveries('?state=pending')).length
  expect(waiting).toBeGreaterThan(0)
  await page.getByText('Waiting deliveries').locator('xpath=..').getByText(String(waiting), { exact: true }).waitFor()
  expect(to('paused')).toEqual([])
  await button(visit, /^Resume/).click()
  await page.getByText(/default goes on/).waitFor()
  await expect.poll(() => to('paused').length).toBe(waiting)
  const ids = to('paused').map(({ headers }) => String(headers['webhook-id']))
  expect(ids).toEqual([...ids].sort())
})

rig.test('three webhooks are the most; one that is switched off makes room and keeps its secret', async (visit) => {
  const { page } = visit
  const labels = ['one', 'three', 'two']
  const { path, happen, deliveries } = await openInstance(
    'full',
    labels.map((label) => ({ label, url: at(label) })),
  )
  await visit.enter(path)
  await page.getByText(/Three webhooks are switched on/).waitFor()
  expect(await button(visit, 'Add a webhook').isDisabled()).toBe(true)
  const card = page.getByRole('region', { name: 'the webhook one' })
  await card.getByRole('button', { name: /^Pause/ }).click()
  await page.getByText('one is paused. What happens waits for it.').waitFor()
  await happen()
  const waiting = (await deliveries('?label=one')).length
  await page.getByText('Waiting deliveries').first().locator('xpath=..').getByText(String(waiting)).first().waitFor()
  await card.getByRole('button', { name: /^Switch off/ }).click()
  await page.getByText(/deliver(y|ies) waits?: (it is|they are) cancelled/).waitFor()
  await inDialog(visit, 'Switch off').click()
  const on = card.getByRole('button', { name: /^Switch on/ })
  await on.waitFor()
  await expect.poll(() => on.evaluate((here) => here === here.ownerDocument.activeElement)).toBe(true)
  expect((await deliveries('?label=one')).map(({ state }) => state)).toEqual(Array(waiting).fill('cancelled'))
  expect(await button(visit, 'Add a webhook').isDisabled()).toBe(false)
  await on.click()
  await page.getByText(/Its secret is still the same/).waitFor()
  await page.getByLabel('Address (URL)').fill(at('one'))
  await inDialog(visit, 'Switch on').click()
  await page.getByText('one is saved.').waitFor()
})

rig.test(
  'what opens on the pages of the events is accessible in both themes, and narrow enough',
  async (visit) => {
    const { page } = visit
    const { path, happen, deliveries } = await openInstance('judged')
    const judge = async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        await insistOnAccessible(page)
      }
      await insistOnNoSideScroll(page)
    }
    await visit.enter(path)
    await button(visit, 'Add a webhook').click()
    await inDialog(visit, 'Add').click()
    await judge()
    const label = 'x'.repeat(100)
    await rig.gateway.call('POST', '/api/events/webhook/judged', { body: { label, url: at('judged') } })
    await happen()
    await visit.openAt(path)
    await button(visit, /^Test/).click()
    await page.getByText(/It arrived/).waitFor()
    await button(visit, /^Switch off/).click()
    await judge()
    await visit.openAt(`${path}/deliveries`)
    await page.locator('tbody input:enabled').first().check()
    await judge()
    await button(visit, 'Send again').click()
    await judge()
    await visit.openAt(`${path}/deliveries/${(await deliveries())[0]?.id}`)
    await page.getByText('Headers that go with it').click()
    await judge()
  },
  { width: 360 },
  120_000,
)
