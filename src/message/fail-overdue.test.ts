import { expect, test } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import type { Announcement } from '../kernel/event.ts'
import { addInstance, describeStores } from '../platform/db/test-store.suite.ts'
import { createAckDesk } from './ack-desk.ts'
import { failOverdue } from './fail-overdue.ts'
import { receiveAck, receiveReceipt } from './receive-news.ts'
import { findMessage, insertMessage, type Message } from './store.ts'

const ANA = '5511911112222@s.whatsapp.net'
const MINUTE_MS = 60_000

function sentAt(at: number, name: string, state: Message['state'] = 'sending'): Message {
  return {
    id: name,
    instance_id: 'ins_shop',
    chat_key: ANA,
    message_id: `3EB0${name}`,
    direction: 'outgoing',
    type: 'text',
    content: 'oi',
    chat_jid: ANA,
    chat_lid: null,
    chat_name: null,
    chat_type: 'private',
    sender_jid: null,
    sender_lid: null,
    sender_name: null,
    quoted_message_id: null,
    source: 'api',
    state,
    failure_code: null,
    failure_message: null,
    raw: Uint8Array.of(1),
    at,
    created_at: at,
    due_at: null,
    sent_at: null,
    delivered_at: null,
    read_at: null,
    failed_at: null,
  }
}

describeStores((open) => {
  async function world() {
    const store = await open()
    const instanceId = await addInstance(store)
    const clock = { ...systemClock, now: () => 1_000_000 }
    const told: Announcement['event'][] = []
    const announce = async (_: unknown, { event }: Announcement) => void told.push(event)
    const deps = { store, clock, announce, followers: [], acks: createAckDesk(clock) }
    const keep = (message: Message) => store.write(({ sql }) => insertMessage(sql, message))
    const stateOf = async (id: string) => (await findMessage(store.read, id))?.state
    return { instanceId, clock, told, deps, keep, stateOf }
  }

  test('a send without a verdict for a minute is failed, with a reason; others are left alone', async () => {
    const { clock, told, deps, keep, stateOf } = await world()
    await keep(sentAt(clock.now() - MINUTE_MS, 'old'))
    await keep(sentAt(clock.now() - MINUTE_MS + 1, 'young'))
    await keep(sentAt(clock.now() - MINUTE_MS, 'waits', 'queued'))
    await keep(sentAt(clock.now() - MINUTE_MS, 'died', 'unknown'))
    await failOverdue(deps)
    expect(await Promise.all(['old', 'young', 'waits', 'died'].map(stateOf))).toEqual([
      'failed',
      'sending',
      'queued',
      'unknown',
    ])
    expect(told).toMatchObject([
      {
        type: 'message.status',
        data: { status: 'error', messageIds: ['3EB0old'], error: { code: 'no_verdict', message: expect.any(String) } },
      },
    ])
  })

  test('more of them than one transaction takes are all failed', async () => {
    const { clock, told, deps, keep } = await world()
    for (let index = 0; index < 401; index += 1) await keep(sentAt(clock.now() - MINUTE_MS, `m${index}`))
    await failOverdue(deps)
    expect(told).toHaveLength(401)
  })

  test('a verdict or a receipt that comes after all counts', async () => {
    const { instanceId, clock, deps, keep, stateOf } = await world()
    for (const name of ['one', 'two']) await keep(sentAt(clock.now() - MINUTE_MS, name))
    await failOverdue(deps)
    const at = clock.now()
    await receiveAck(deps, instanceId, { type: 'ack', messageId: '3EB0one', chat: ANA, failure: null, at })
    const person = { jid: ANA, lid: null }
    const receipt = { type: 'receipt', chat: person, from: person, status: 'delivered', at } as const
    await receiveReceipt(deps, instanceId, { ...receipt, messageIds: ['3EB0two'] })
    expect([await stateOf('one'), await stateOf('two')]).toEqual(['sent', 'delivered'])
  })
})
