import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Receiver, startReceiver } from './receiver.ts'
import { control, scanCode, untilStatus } from './sandbox.ts'
import { ANA, allOnPhone, BRUNO, onPhone, openShop, SHOP, type Shop } from './shop.ts'

const EVENTS = ['form.answered', 'message.exchange']

let shop: Shop
let receiver: Receiver

beforeAll(async () => {
  shop = await openShop()
  receiver = await startReceiver()
  await shop.gateway.call('POST', '/api/events/webhook/shop', {
    body: { enabled: true, url: receiver.url, events: EVENTS },
  })
  await setHistory('shop', true)
})

afterAll(async () => {
  await shop?.close()
  await receiver?.close()
})

async function setHistory(instance: string, isWanted: boolean): Promise<void> {
  const { body } = await shop.gateway.call('POST', `/api/instance/settings/${instance}`, {
    body: { disableHistorySync: !isWanted },
  })
  expect(body).toMatchObject({ success: true })
}

async function say(from: string, to: string, text: string): Promise<string> {
  const { id } = await control(shop.sandbox, `phones/${from}/text`, { to, text })
  if (from !== to) await onPhone(shop.sandbox, to, String(id))
  return String(id)
}

async function logOut(): Promise<void> {
  await shop.gateway.call('DELETE', '/api/instance/logout/shop')
  await untilStatus(shop.gateway, 'shop', 'loggedout')
}

const linkAgain = () => scanCode(shop.gateway, shop.sandbox, 'shop', SHOP)

async function sendForm(flowToken: string): Promise<string> {
  const sent = await shop.gateway.call('POST', '/api/message/form/shop', {
    body: { number: ANA, message: 'Seus dados?', flowToken },
  })
  expect(sent.body).toMatchObject({ success: true })
  await onPhone(shop.sandbox, ANA, sent.body.data.messageId)
  return sent.body.data.messageId
}

async function answer(messageId: string): Promise<string> {
  const { id } = await control(shop.sandbox, `phones/${ANA}/answer`, { messageId, values: { full_name: 'Ana Souza' } })
  await onPhone(shop.sandbox, SHOP, String(id))
  return String(id)
}

const read = async (messageId: string, wait = 0) =>
  (await shop.gateway.call('GET', `/api/form/get/shop?messageId=${messageId}&wait=${wait}`)).body.form

const kept = (messageId: string, instance = 'shop') =>
  shop.gateway.call('GET', `/api/chat/getMessage/${instance}?messageId=${messageId}`)

const isKept = async (messageId: string) => (await kept(messageId)).status === 200

/** How often a message was told as it is, and a form as answered. */
const exchangesOf = (messageId: string) =>
  receiver.deliveries.filter(({ raw, event }) => event.event === 'message.exchange' && raw.includes(messageId)).length
const answersOf = (form: string) =>
  receiver.deliveries.filter(({ event }) => event.event === 'form.answered' && event.data.form.messageId === form)
    .length

/** Resolves when all that was told before now has been delivered: events of a chat keep their order. */
async function allTold(): Promise<void> {
  const marker = await say(ANA, SHOP, 'e agora?')
  await expect.poll(() => exchangesOf(marker)).toBe(1)
}

test('texts and an answer that came while the number was not linked are kept, and the form is answered', async () => {
  const asked = await sendForm('asked-before')
  await logOut()
  const theirs = await say(ANA, SHOP, 'vocês estão aí?')
  const ours = await say(SHOP, ANA, 'já respondo')
  const answered = await answer(asked)
  expect((await read(asked)).state).not.toBe('answered')
  await linkAgain()

  expect(await read(asked, 15)).toMatchObject({
    state: 'answered',
    late: false,
    answerCount: 1,
    answers: { fullName: 'Ana Souza' },
    revisions: [{ matchedBy: 'token' }],
  })
  await expect.poll(() => isKept(theirs)).toBe(true)
  await expect.poll(() => isKept(ours)).toBe(true)
  expect((await kept(theirs)).body.data).toMatchObject({ content: 'vocês estão aí?', direction: 'incoming' })
  expect((await kept(ours)).body.data).toMatchObject({ content: 'já respondo', direction: 'outgoing' })
  expect((await kept(answered)).body.data).toMatchObject({ type: 'interactive_response' })
  await allTold()
  expect(answersOf(asked)).toBe(1)
  expect([answered, theirs, ours].map(exchangesOf)).toEqual([0, 0, 0])
})

test('an answer that came offline and stands in the history counts once', async () => {
  const asked = await sendForm('asked-twice')
  await control(shop.sandbox, 'faults', { account: SHOP, offline: 1_500 })
  await untilStatus(shop.gateway, 'shop', 'disconnected')
  const answered = await answer(asked)
  expect(await read(asked, 15)).toMatchObject({ state: 'answered', answerCount: 1 })
  await untilStatus(shop.gateway, 'shop', 'connected')
  const before = await read(asked)
  await logOut()
  const later = await say(ANA, SHOP, 'recebeu?')
  await linkAgain()
  await expect.poll(() => isKept(later)).toBe(true)
  expect(await read(asked)).toEqual(before)
  await allTold()
  expect([answersOf(asked), exchangesOf(answered)]).toEqual([1, 1])
})

test('unless it is asked for, the history of a number is not kept', async () => {
  const phone = '5511940000002'
  await control(shop.sandbox, 'phones', { phone })
  const before = await say(BRUNO, phone, 'antes')
  await shop.gateway.call('POST', '/api/instance/new', { body: { name: 'quiet' } })
  await scanCode(shop.gateway, shop.sandbox, 'quiet', phone)
  await expect
    .poll(async () => {
      const { receipts } = await control(shop.sandbox, `receipts?account=${phone}&after=0`)
      return (receipts as { type: string }[]).filter(({ type }) => type === 'hist_sync').length
    })
    .toBe(3)
  for (const text of ['depois', 'e', 'depois']) {
    const id = await say(BRUNO, phone, text)
    await expect.poll(async () => (await kept(id, 'quiet')).status).toBe(200)
  }
  expect((await kept(before, 'quiet')).status).toBe(404)
  expect((await allOnPhone(shop.sandbox, phone)).map(({ id }) => id)).toContain(before)
})
