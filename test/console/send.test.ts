import { beforeAll, expect } from 'vitest'
import { mayBrowse } from '../../sandbox/src/testing/chromium.ts'
import { control } from '../journey/sandbox.ts'
import { ANA, BRUNO, type LinkedNumber, linkNumber, makeInstance, makePeople, untilOnPhone } from './people.ts'
import { openRig } from './rig.suite.ts'
import { countOnPhone, openSendPage } from './send-page.ts'

const rig = openRig()
let shop: LinkedNumber

beforeAll(async () => {
  if (!mayBrowse) return
  await makePeople(rig)
  shop = await linkNumber(rig)
  await makeInstance(rig, 'unlinked')
}, 60_000)

rig.test('a form is sent, and its states and its answer arrive without a reload', async (visit) => {
  const { page, sandbox, gateway } = visit
  const { field, button, reached, messageId } = await openSendPage(visit, 'shop')
  await field('number').fill('+55 (11) 98765-4321')
  await field('message').fill('Hello, who are you?')
  await button.click()
  await reached('delivered').waitFor()
  const id = await messageId()
  await untilOnPhone(sandbox, ANA, id)
  await control(sandbox, `phones/${ANA}/receipt`, { messageId: id, type: 'read' })
  await reached('read').waitFor()
  await page.getByText('Whether the form was too, nobody can see').waitFor()
  await control(sandbox, `phones/${ANA}/answer`, { messageId: id, values: { full_name: 'Ana Souza' } })
  await reached('answered').waitFor()
  const { body } = await gateway.call('GET', `/api/form/get/shop?messageId=${id}`)
  expect(body.form).toMatchObject({ state: 'answered', number: ANA, message: 'Hello, who are you?' })
  // What was typed stays, for the next one.
  expect(await field('message').inputValue()).toBe('Hello, who are you?')
  await page.getByRole('link', { name: 'See the answer' }).click()
  await page.waitForURL(`**/#/i/shop/answers/${id}`)
})

rig.test('a double click sends once, and sending the same again is a step of its own', async (visit) => {
  const { page, sandbox } = visit
  const { field, button, reached } = await openSendPage(visit, 'shop')
  await field('number').fill(ANA)
  await field('message').fill('only once')
  await field('number').press('Enter')
  await button.dblclick()
  await reached('sent').waitFor()
  await button.click()
  await page.getByText('Nothing went out a second time').waitFor()
  expect(await countOnPhone(sandbox, ANA, 'only once')).toBe(1)
  await page.getByRole('button', { name: 'Send the same again' }).click()
  await page.getByText('One sent before').waitFor()
  expect(await countOnPhone(sandbox, ANA, 'only once', 2)).toBe(2)
})

rig.test(
  'two clicks on "Send the same again" send it once, also when the first is answered between them',
  async (visit) => {
    const { page, sandbox } = visit
    const { field, button, reached } = await openSendPage(visit, 'shop')
    const again = page.getByRole('button', { name: 'Send the same again' })
    await field('number').fill(ANA)
    await field('message').fill('again, once')
    await button.click()
    await reached('sent').waitFor()
    await again.evaluate((element: unknown) => {
      const { click } = element as { click(): void }
      click.call(element)
      click.call(element)
    })
    await page.getByText('2 sent before').or(page.getByText('One sent before')).first().waitFor()
    expect(await countOnPhone(sandbox, ANA, 'again, once', 2)).toBe(2)
    await again.hover()
    await page.mouse.down()
    await page.mouse.up()
    await expect.poll(() => countOnPhone(sandbox, ANA, 'again, once', 3)).toBe(3)
    await again.hover()
    await page.mouse.down({ clickCount: 2 })
    await page.mouse.up({ clickCount: 2 })
    expect(await countOnPhone(sandbox, ANA, 'again, once', 3)).toBe(3)
  },
)

rig.test('a connection that broke before the answer came: pressing again sends nothing twice', async (visit) => {
  const { page, sandbox, problems } = visit
  const { field, button, reached } = await openSendPage(visit, 'shop')
  let isBroken = false
  await page.route('**/api/message/form/shop', async (route) => {
    if (isBroken) return route.continue()
    isBroken = true
    await route.fetch()
    return route.abort()
  })
  await field('number').fill(ANA)
  await field('message').fill('lost on its way back')
  await button.click()
  await page.getByText('nobody knows yet whether it arrived').waitFor()
  expect(await field('message').inputValue()).toBe('lost on its way back')
  await button.click()
  await reached('sent').waitFor()
  expect(await countOnPhone(sandbox, ANA, 'lost on its way back')).toBe(1)
  // An edit is another submission.
  await field('footerText').fill('edited')
  await button.click()
  await page.getByText('One sent before').waitFor()
  expect(await countOnPhone(sandbox, ANA, 'lost on its way back', 2)).toBe(2)
  problems.length = 0
})

rig.test('a refusal by WhatsApp says why and what helps, and what was typed stays', async (visit) => {
  const { page, sandbox } = visit
  const { field, button } = await openSendPage(visit, 'shop')
  await control(sandbox, 'faults', { account: shop.phone, nack: { code: 463 } })
  await field('number').fill(BRUNO)
  await field('message').fill('we have never met')
  await button.click()
  const alert = page.getByRole('alert')
  await alert.getByText('It failed (463)').waitFor()
  await alert.getByText('Let people write to you first', { exact: false }).waitFor()
  expect(await field('message').inputValue()).toBe('we have never met')
  await control(sandbox, 'faults', {})
  // Held back by the gateway now, without asking WhatsApp: that is told too, and nothing is lost by it.
  // The very same is not sent by a second press, nor said to have gone out.
  await button.click()
  await page.getByText('this click did not send it again').waitFor()
  await field('message').fill('again')
  await button.click()
  await page.getByText('does not let this number write first to strangers now').waitFor()
  expect(await field('message').inputValue()).toBe('again')
})

rig.test('nothing can be sent by a number that is not connected, and the page says so', async (visit) => {
  const { page } = visit
  const { button } = await openSendPage(visit, 'unlinked')
  await page.getByText('This number is not connected to WhatsApp').waitFor()
  expect(await button.isDisabled()).toBe(true)
  await page.getByRole('link', { name: 'Link or reconnect it' }).click()
  await page.waitForURL('**/#/i/unlinked')
})

rig.test('a form with a delay says that it waits, and is followed by whoever comes back to the page', async (visit) => {
  const { page, sandbox } = visit
  const { field, button, reached, messageId } = await openSendPage(visit, 'shop')
  await page.getByText('More options').click()
  await field('delay').fill('5')
  await field('number').fill(ANA)
  await field('message').fill('in a moment')
  await button.click()
  await page.getByText('typing…” for 5 s before').waitFor()
  await page.getByRole('link', { name: 'Overview' }).click()
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
  await page.getByRole('link', { name: 'Send a form' }).click()
  expect(await field('message').inputValue()).toBe('in a moment')
  await reached('delivered').waitFor()
  await untilOnPhone(sandbox, ANA, await messageId())
})
