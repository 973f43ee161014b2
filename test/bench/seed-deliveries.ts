import { eventId, newId } from '../../src/kernel/id.ts'
import { createChance } from './chance.ts'
import { DAY_MS } from './invent-form.ts'
import type { Samples, Sink } from './seed.ts'

/** Shares of what became of deliveries; what waits, waits for the webhook that is paused. */
const STATES = [
  ['delivered', 0.97],
  ['dead', 0.01],
  ['cancelled', 0.01],
  ['pending', 0.01],
] as const
const EVENTS = [
  'message.exchange',
  'message.status',
  'message.status',
  'form.sent',
  'form.status',
  'form.answered',
] as const
/** One event type that only the oldest deliveries tell of. */
export const RARE_EVENT = 'webhook.paused'
const RARE_COUNT = 10
const AT_ONCE = 1_000

/** Deliveries of a month, the oldest first, taking turns among two webhooks, about the forms of the samples and others. */
export async function seedDeliveries(
  sink: Sink,
  {
    instanceId: instance_id,
    webhookIds,
    samples,
  }: { instanceId: string; webhookIds: [string, string]; samples: Samples },
  count: number,
  until: number,
): Promise<void> {
  const chance = createChance(count + 1)
  for (let done = 0; done < count; done += AT_ONCE) {
    const rows = Array.from({ length: Math.min(AT_ONCE, count - done) }, (_, index) => {
      const seq = done + index + 1
      const at = until - 30 * DAY_MS + Math.floor((seq / count) * 30 * DAY_MS)
      const state = stateOf(chance.below(1e6) / 1e6)
      const sample = samples[seq % samples.length]
      return {
        ...{ id: newId('dlv', at, chance), instance_id, webhook_id: webhookIds[state === 'pending' ? 1 : seq % 2] },
        ...{ event_seq: seq, event_id: eventId(seq, chance) },
        event_type: seq <= RARE_COUNT ? RARE_EVENT : EVENTS[seq % EVENTS.length],
        ...{ order_key: `${seq % 5_000}@lid`, state, attempts: state === 'pending' ? 0 : 1, next_attempt_at: at },
        message_id: seq % 2_000 < 4 ? (sample?.message_id ?? null) : `3EB0${String(seq).padStart(16, '0')}`,
        ...{ last_status: state === 'delivered' ? 200 : null, last_error: null, created_at: at },
        finished_at: state === 'pending' ? null : at + 1_000,
      }
    })
    await sink.put('delivery', rows)
  }
}

function stateOf(part: number): (typeof STATES)[number][0] {
  let rest = part
  for (const [state, share] of STATES) {
    rest -= share
    if (rest < 0) return state
  }
  return 'delivered'
}
