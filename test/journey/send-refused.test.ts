import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Receiver, startReceiver } from './receiver.ts'
import { control } from './sandbox.ts'
import { ANA, allOnPhone, onPhone, openShop, SHOP, type Shop } from './shop.ts'

let shop: Shop
let receiver: Receiver

beforeAll(async () => {
  shop = await openShop()
  receiver = await startReceiver()
  await shop.gateway.call('POST', '/api/events/webhook/shop', {
    body: { enabled: true, url: receiver.url, events: ['message.status', 'form.status'] },
  })
})

afterAll(async () => {
  await shop?.close()
  await receiver?.close()
})

const told = (type: string) =>
  receiver.deliveries.filter(({ event }) => event.event === type).map(({ event }) => event.data)

test.each([
  [405, 'WhatsApp refused this kind of message from this number'],
  [479, 'WhatsApp could not read the message'],
  [463, 'WhatsApp restricts this number from writing first to people who never wrote to it'],
  [400, 'WhatsApp refused the message (400)'],
])('a refusal with %i is told everywhere, in words, and is not tried again', async (code, reason) => {
  const flowToken = `nack-${code}`
  await control(shop.sandbox, 'faults', { account: SHOP, nack: { code } })
  const reply = await shop.gateway.call('POST', '/api/message/form/shop', {
    body: { number: ANA, message: 'Não', flowToken },
  })
  await control(shop.sandbox, 'faults', {})
  expect([reply.status, reply.body]).toEqual([
    500,
    {
      success: false,
      error: { message: `Failed to send message: ${reason}`, code: 'send_failed' },
      status: 'send_failed',
    },
  ])

  const failure = { code: String(code), message: reason }
  const { form } = (await shop.gateway.call('GET', `/api/form/get/shop?flowToken=${flowToken}`)).body
  expect(form).toMatchObject({ state: 'failed', failure, sentAt: null })
  expect(form.failedAt).not.toBeNull()
  const status = await shop.gateway.call('GET', `/api/chat/status/shop?messageId=${form.messageId}`)
  expect(status.body).toMatchObject({ status: 'error', status_code: -1, state: 'failed', error: failure })
  const isOfThis = (data: { messageIds: string[] }) => data.messageIds.includes(form.messageId)
  await expect
    .poll(() => told('message.status').filter(isOfThis), { timeout: 10_000 })
    .toMatchObject([{ status: 'error', error: failure }])
  const isOfForm = (data: { form: { id: string } }) => data.form.id === form.id
  await expect
    .poll(() => told('form.status').filter(isOfForm), { timeout: 10_000 })
    .toMatchObject([{ form: { state: 'failed', failure } }])

  const next = await shop.gateway.call('POST', '/api/message/text/shop', { body: { number: ANA, message: 'Sim' } })
  await onPhone(shop.sandbox, ANA, next.body.data.messageId)
  expect((await allOnPhone(shop.sandbox, ANA)).filter(({ id }) => id === form.messageId)).toEqual([])
})
