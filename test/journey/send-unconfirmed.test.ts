import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../src/kernel/clock.ts'
import { control } from './sandbox.ts'
import { ANA, onPhone, openShop, SHOP, type Shop } from './shop.ts'

let shop: Shop
let leaptMs = 0

beforeAll(async () => {
  shop = await openShop({ clock: { ...systemClock, now: () => Date.now() + leaptMs } })
})

afterAll(() => shop?.close())

test('without a confirmation the call ends after five seconds as sending, and after a minute the form failed', async () => {
  await shop.gateway.call('POST', '/api/message/text/shop', { body: { number: ANA, message: 'Oi' } })
  await control(shop.sandbox, 'faults', { account: SHOP, delayMs: 20_000 })
  const startedAt = performance.now()
  const { status, body } = await shop.gateway.call('POST', '/api/message/form/shop', {
    body: { number: ANA, message: 'Oi', flowToken: 'unconfirmed' },
  })
  expect([status, body.status, body.data.state]).toEqual([200, 'sent', 'sending'])
  expect(performance.now() - startedAt).toBeLessThan(10_000)
  const { messageId } = body.data
  const state = async () => (await shop.gateway.call('GET', '/api/form/get/shop?flowToken=unconfirmed')).body.form
  const chat = () => shop.gateway.call('GET', `/api/chat/status/shop?messageId=${messageId}`)
  expect([(await state()).state, (await chat()).body.status]).toEqual(['sending', 'pending'])

  leaptMs = 61_000
  await expect.poll(async () => (await state()).state, { timeout: 15_000 }).toBe('failed')
  expect((await state()).failure).toEqual({
    code: 'no_verdict',
    message: 'WhatsApp did not confirm the message within a minute; it may have gone out all the same',
  })
  expect((await chat()).body).toMatchObject({ status: 'error', status_code: -1, error: { code: 'no_verdict' } })

  await control(shop.sandbox, 'faults', {})
  await onPhone(shop.sandbox, ANA, messageId)
  await expect.poll(async () => (await state()).state, { timeout: 30_000 }).toMatch(/^(sent|delivered)$/)
  // What failed and arrived after all is told as if it never had failed.
  expect(await state()).toMatchObject({ failure: null, failedAt: null })
})

test('a call that waits for a confirmation is answered when the gateway stops', async () => {
  await control(shop.sandbox, 'faults', { account: SHOP, delayMs: 20_000 })
  const sending = shop.gateway.call('POST', '/api/message/form/shop', {
    body: { number: ANA, message: 'Oi', flowToken: 'stopping' },
  })
  const form = () => shop.gateway.call('GET', '/api/form/get/shop?flowToken=stopping')
  await expect.poll(async () => (await form()).body.form?.state).toBe('sending')
  await shop.gateway.stop()
  const { status, body } = await sending
  expect([status, body.data.state]).toEqual([200, 'sending'])
})
