import { afterAll, beforeAll, expect, test } from 'vitest'
import { control } from './sandbox.ts'
import { ANA, allOnPhone, BRUNO, onPhone, openShop, SHOP, type Shop } from './shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop?.close())

async function set(settings: object): Promise<void> {
  const { body } = await shop.gateway.call('POST', '/api/instance/settings/shop', { body: settings })
  expect(body).toMatchObject({ success: true, settings })
}

async function say(from: string, to: string, text: string): Promise<string> {
  return String((await control(shop.sandbox, `phones/${from}/text`, { to, text }))['id'])
}

const untilKept = (messageId: string) =>
  expect
    .poll(async () => (await shop.gateway.call('GET', `/api/chat/getMessage/shop?messageId=${messageId}`)).status, {
      timeout: 10_000,
    })
    .toBe(200)

async function receiptsOf(messageId: string): Promise<string[]> {
  const { receipts } = await control(shop.sandbox, `receipts?account=${SHOP}&after=0`)
  return (receipts as { id: string; type: string }[]).filter(({ id }) => id === messageId).map(({ type }) => type)
}

const untilRead = (messageId: string) =>
  expect.poll(() => receiptsOf(messageId), { timeout: 10_000 }).toEqual(['delivered', 'read'])

const ticksOf = async (phone: string, messageId: string) =>
  (await allOnPhone(shop.sandbox, phone)).findLast(({ id }) => id === messageId) as { status?: string } | undefined

test('nothing is marked as read until the setting says so, and nothing any more when it says no', async () => {
  const before = await say(ANA, SHOP, 'bom dia')
  await untilKept(before)
  await set({ autoReadMessages: true })
  const during = await say(ANA, SHOP, 'tem alguém?')
  await untilRead(during)
  await expect.poll(async () => (await ticksOf(ANA, during))?.status).toBe('read')
  await set({ autoReadMessages: false })
  const after = await say(ANA, SHOP, 'obrigada')
  await untilKept(after)
  await set({ autoReadMessages: true })
  await untilRead(await say(ANA, SHOP, 'até logo'))
  expect([await receiptsOf(before), await receiptsOf(after)]).toEqual([['delivered'], ['delivered']])
})

test.each(['pn', 'lid'] as const)('messages of a group (%s) are read for their authors', async (addressing) => {
  await set({ autoReadMessages: true })
  const members = [SHOP, ANA, BRUNO]
  const { jid } = await control(shop.sandbox, 'groups', { subject: 'Turma', members, addressing })
  for (const author of [ANA, BRUNO]) {
    const id = await say(author, String(jid), 'oi, turma')
    await untilRead(id)
    await expect.poll(async () => (await ticksOf(author, id))?.status).toBe('read')
  }
})

test('an answer to a form is read as well, and what the owner writes on the phone is not', async () => {
  await set({ autoReadMessages: true })
  const sent = await shop.gateway.call('POST', '/api/message/form/shop', { body: { number: ANA, message: 'Dados?' } })
  const { messageId } = sent.body.data
  await onPhone(shop.sandbox, ANA, messageId)
  const own = await say(SHOP, ANA, 'do celular')
  await untilKept(own)
  const { id } = await control(shop.sandbox, `phones/${ANA}/answer`, { messageId, values: { full_name: 'Ana' } })
  await untilRead(String(id))
  expect(await receiptsOf(own)).not.toContain('read')
})

test('what came while the number was away is read when it is back', async () => {
  await set({ autoReadMessages: true })
  await control(shop.sandbox, 'faults', { account: SHOP, offline: 1_000 })
  const missed = await Promise.all(['um', 'dois', 'três'].map((text) => say(ANA, SHOP, text)))
  for (const id of missed) await untilRead(id)
})
