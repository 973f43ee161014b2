import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Receiver, startReceiver } from './receiver.ts'
import { control } from './sandbox.ts'
import { ANA, BRUNO, onPhone, openShop, SHOP, type Shop } from './shop.ts'

let shop: Shop
let receiver: Receiver
let group: string

beforeAll(async () => {
  shop = await openShop()
  receiver = await startReceiver()
  const body = { enabled: true, url: receiver.url, events: ['message.exchange', 'form.answered', 'message.status'] }
  await shop.gateway.call('POST', '/api/events/webhook/shop', { body })
  const members = [SHOP, ANA, BRUNO]
  group = String((await control(shop.sandbox, 'groups', { subject: 'Turma', members }))['jid'])
})

afterAll(async () => {
  await shop?.close()
  await receiver?.close()
})

const ignoreGroups = (ignoreGroupMessages: boolean) =>
  shop.gateway.call('POST', '/api/instance/settings/shop', { body: { ignoreGroupMessages } })
const say = async (from: string, to: string, text: string) =>
  String((await control(shop.sandbox, `phones/${from}/text`, { to, text }))['id'])
const isKept = async (id: string) =>
  (await shop.gateway.call('GET', `/api/chat/getMessage/shop?messageId=${id}`)).status === 200
const untilKept = (id: string) => expect.poll(() => isKept(id), { timeout: 10_000 }).toBe(true)
const toldOf = (id: string) => receiver.deliveries.filter(({ raw }) => raw.includes(id)).map(({ event }) => event.event)

test('messages of groups are neither kept nor told while they are ignored; private ones are', async () => {
  await ignoreGroups(true)
  const ignored = [await say(ANA, group, 'alguém aí?'), await say(SHOP, group, 'do celular')]
  const personal = await say(ANA, SHOP, 'e aqui?')
  await untilKept(personal)
  await expect.poll(() => toldOf(personal), { timeout: 10_000 }).toEqual(['message.exchange'])
  await ignoreGroups(false)
  const heard = await say(ANA, group, 'e agora?')
  await untilKept(heard)
  for (const id of ignored) expect([await isKept(id), toldOf(id)]).toEqual([false, []])
})

test('an answer to a form in an ignored group is kept and told, and our own sends go their way', async () => {
  await ignoreGroups(true)
  const sent = await shop.gateway.call('POST', '/api/message/form/shop', { body: { number: group, message: 'Dados?' } })
  const { messageId, flowToken } = sent.body.data
  expect(sent.body.data.state).toBe('sent')
  await onPhone(shop.sandbox, ANA, messageId)
  const { id } = await control(shop.sandbox, `phones/${ANA}/answer`, { messageId, values: { full_name: 'Ana' } })
  const { body } = await shop.gateway.call('GET', `/api/form/get/shop?flowToken=${flowToken}&wait=15`)
  expect(body.form).toMatchObject({ state: 'answered', answers: { fullName: 'Ana' } })
  await expect.poll(() => toldOf(String(id)), { timeout: 10_000 }).toContain('message.exchange')
  await expect.poll(() => toldOf(messageId), { timeout: 10_000 }).toContain('form.answered')
  expect(toldOf(messageId)).toContain('message.status')
})
