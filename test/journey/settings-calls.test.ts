import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Frame, type ListeningSocket, listenOn } from './listener.ts'
import { control, untilStatus } from './sandbox.ts'
import { ANA, allOnPhone, BRUNO, openShop, SHOP, type Shop } from './shop.ts'

let shop: Shop
let socket: ListeningSocket

beforeAll(async () => {
  shop = await openShop()
  await shop.gateway.call('POST', '/api/events/websocket/shop', { body: { enabled: true } })
  socket = await listenOn(shop.gateway, 'shop')
})

afterAll(() => shop?.close())

async function set(autoRejectCalls: boolean, callRejectMessage = ''): Promise<void> {
  await shop.gateway.call('POST', '/api/instance/settings/shop', { body: { autoRejectCalls, callRejectMessage } })
}

const call = async (from: string, order: object = {}) =>
  String((await control(shop.sandbox, `phones/${from}/call`, { to: SHOP, ...order }))['id'])

const newsOf = (id: string) =>
  socket.frames.filter(({ event, data }: Frame) => event === 'call.update' && data.id === id).map(({ data }) => data)

const untilNews = (id: string, ...statuses: string[]) =>
  expect.poll(() => newsOf(id).map(({ status }) => status), { timeout: 10_000 }).toEqual(statuses)

/** What the caller's phone was told of a call. */
async function seenOf(phone: string, id: string): Promise<string[]> {
  const { calls } = await control(shop.sandbox, `phones/${phone}/calls?after=0`)
  return (calls as { id: string; state: string }[]).filter((seen) => seen.id === id).map(({ state }) => state)
}

const textsAt = async (phone: string, text: string) =>
  (await allOnPhone(shop.sandbox, phone)).filter(({ message }) => JSON.stringify(message).includes(text)).length

test('a call is told and not touched while the setting is off', async () => {
  await set(false, 'Não atendemos')
  const id = await call(ANA, { video: true })
  await untilNews(id, 'ringing')
  await call(ANA, { id, event: 'timeout' })
  await untilNews(id, 'ringing', 'missed')
  expect(newsOf(id)[1]).toMatchObject({
    from: { jid: `${ANA}@s.whatsapp.net`, lid: shop.lids[ANA], name: 'Ana Souza' },
    isVideo: true,
    isGroup: false,
    isOffline: false,
    rejected: false,
  })
  expect([await seenOf(ANA, id), await textsAt(ANA, 'Não atendemos')]).toEqual([[], 0])
})

test.each(['pn', 'lid'])('a call (by %s) is rejected once, and its caller gets the text once', async (from) => {
  const words = `Só por mensagem (${from})`
  await set(true, words)
  const id = await call(ANA, { from })
  await untilNews(id, 'ringing', 'rejected')
  expect(newsOf(id).map(({ rejected }) => rejected)).toEqual([false, true])
  await call(ANA, { id, from })
  await call(ANA, { id, from, event: 'terminate' })
  await untilNews(id, 'ringing', 'rejected', 'ended')
  await expect.poll(() => textsAt(ANA, words), { timeout: 10_000 }).toBe(1)
  expect(await seenOf(ANA, id)).toEqual(['reject'])
  const echo = socket.frames.find(({ event, data }) => event === 'message.exchange' && data.message.content === words)
  expect(echo?.data).toMatchObject({ direction: 'outgoing', message: { source: 'call' } })
  const { body } = await shop.gateway.call('GET', `/api/chat/getMessage/shop?messageId=${echo?.data.id}`)
  expect(body.data).toMatchObject({ content: words })
})

test('calls of a group are rejected without a text', async () => {
  await set(true, 'Grupo não')
  const id = await call(BRUNO, { group: true })
  await untilNews(id, 'ringing', 'rejected')
  const other = await call(BRUNO)
  await untilNews(other, 'ringing', 'rejected')
  await expect.poll(() => textsAt(BRUNO, 'Grupo não'), { timeout: 10_000 }).toBe(1)
})

test('whoever calls in a loop is rejected each time and gets the text once', async () => {
  await set(true, 'Uma vez só')
  for (const from of ['pn', 'lid', 'pn']) await untilNews(await call(ANA, { from }), 'ringing', 'rejected')
  await untilNews(await call(BRUNO), 'ringing', 'rejected')
  await expect.poll(() => textsAt(BRUNO, 'Uma vez só'), { timeout: 10_000 }).toBe(1)
  expect(await textsAt(ANA, 'Uma vez só')).toBe(1)
})

test('a call that rang long ago, or while the number was away, is told and not answered', async () => {
  await set(true, 'Tarde demais')
  const old = await call(ANA, { ageMs: 120_000 })
  await untilNews(old, 'ringing')
  await control(shop.sandbox, 'faults', { account: SHOP, offline: 800 })
  await untilStatus(shop.gateway, 'shop', 'disconnected')
  const missed = await call(ANA)
  await untilNews(missed, 'ringing')
  expect(newsOf(missed)[0]).toMatchObject({ isOffline: true })
  const next = await call(BRUNO)
  await untilNews(next, 'ringing', 'rejected')
  await expect.poll(() => textsAt(BRUNO, 'Tarde demais'), { timeout: 10_000 }).toBe(1)
  expect([await seenOf(ANA, old), await seenOf(ANA, missed), await textsAt(ANA, 'Tarde demais')]).toEqual([[], [], 0])
})
