import { randomBytes } from 'node:crypto'
import { eventId, newId } from '../../src/kernel/id.ts'
import type { Sink } from './seed.ts'

/** What waits for one webhook: `count` events, taking turns among so many chats. */
export interface Backlog {
  instanceId: string
  webhookId: string
  count: number
  chats: number
}

const AT_ONCE = 1_000
const random = { bytes: (size: number) => randomBytes(size) }

/** The data of an event that is about as long as a form's answer; receivers read chat and number in its id. */
export function dataOf(chat: number, number: number): string {
  const jid = `55119${String(chat).padStart(8, '0')}@s.whatsapp.net`
  const answers = { name: 'Ana Souza', email: 'ana@example.com', agreed: true, size: 'M', note: 'x'.repeat(300) }
  return JSON.stringify({
    id: `c${chat}n${number}`,
    direction: 'incoming',
    timestamp: '2026-05-02T12:00:00.000-03:00',
    chat: { jid, lid: `${chat}@lid`, name: 'Ana', type: 'private' },
    sender: { jid, lid: `${chat}@lid`, name: 'Ana' },
    recipient: { jid: '5511900000000@s.whatsapp.net' },
    message: { type: 'interactive_response', content: 'Sent', interactive: { name: 'galaxy_message', answers } },
  })
}

/** Puts events and their deliveries where the gateway would have put them. `from` is the first sequence. */
export async function seedBacklog(sink: Sink, backlog: Backlog, from: number, now: number): Promise<number> {
  const { instanceId: instance_id, webhookId: webhook_id, chats } = backlog
  const type = 'message.exchange'
  for (let done = 0; done < backlog.count; done += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, backlog.count - done) }, (_, index) => done + index)
    const events = numbers.map((number) => {
      const seq = from + number
      const chat = number % chats
      const at = now - backlog.count + number
      const kept = { seq, id: eventId(seq, random), instance_id, type, at, data: dataOf(chat, number) }
      return { ...kept, order_key: `${chat}@lid`, message_id: null }
    })
    await sink.put('event', events)
    const deliveries = events.map(({ seq, id, at, order_key }) => ({
      ...{ id: newId('dlv', at, random), instance_id, webhook_id, event_seq: seq, event_id: id, event_type: type },
      ...{ order_key, message_id: null, state: 'pending', attempts: 0, next_attempt_at: at, last_status: null },
      ...{ last_error: null, created_at: at, finished_at: null },
    }))
    await sink.put('delivery', deliveries)
  }
  return from + backlog.count
}
