import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Receiver, startReceiver } from './receiver.ts'
import { control } from './sandbox.ts'
import { ANA, onPhone, openShop, type Shop } from './shop.ts'

const EVENTS = ['message.exchange', 'message.status', 'form.sent', 'form.status', 'form.answered']

let shop: Shop
let receiver: Receiver

beforeAll(async () => {
  shop = await openShop()
  receiver = await startReceiver()
  await shop.gateway.call('POST', '/api/events/webhook/shop', { body: { url: receiver.url, events: EVENTS } })
})

afterAll(async () => {
  await shop?.close()
  await receiver?.close()
})

const get = async (path: string) => (await shop.gateway.call('GET', path)).body

/** The event types of what was delivered about a message, each once. */
async function toldOf(messageId: string): Promise<string[]> {
  const { deliveries } = await get(`/api/events/deliveries/shop?limit=200&messageId=${messageId}`)
  return [...new Set<string>(deliveries.map(({ event }: { event: string }) => event))].toSorted()
}

test('what was delivered of a form is found with its message id, of an answer with that of the answer', async () => {
  const message = { number: ANA, message: 'Olá!' }
  const sent = await shop.gateway.call('POST', '/api/message/form/shop', { body: message })
  const { messageId } = sent.body.data
  await onPhone(shop.sandbox, ANA, messageId)
  for (const [index, full_name] of ['Ana', 'Ana Souza'].entries()) {
    await control(shop.sandbox, `phones/${ANA}/answer`, { messageId, values: { full_name } })
    await vi.waitUntil(
      async () => (await get(`/api/form/get/shop?messageId=${messageId}`)).form.answerCount === index + 1,
      { timeout: 20_000 },
    )
  }
  const { form } = await get(`/api/form/get/shop?messageId=${messageId}`)
  expect(await toldOf(form.messageId)).toEqual(['form.sent', 'form.status', 'message.exchange', 'message.status'])
  const ids = form.revisions.map((answer: { messageId: string }) => answer.messageId)
  expect(new Set([form.messageId, ...ids]).size).toBe(3)
  for (const id of ids) expect(await toldOf(id)).toEqual(['form.answered', 'message.exchange'])
  await vi.waitUntil(() => receiver.deliveries.filter(({ event }) => event.event === 'form.answered').length === 2, {
    timeout: 20_000,
  })
  const told = receiver.deliveries.filter(({ event }) => event.event === 'form.answered')
  expect(told.map(({ event }) => event.data.answer.messageId).toSorted()).toEqual(ids.toSorted())
})
