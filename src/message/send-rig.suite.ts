import { randomBytes } from 'node:crypto'
import { findInstance } from '../instance/index.ts'
import { type Clock, systemClock } from '../kernel/clock.ts'
import type { Announcement } from '../kernel/event.ts'
import type { Store } from '../platform/db/store.ts'
import { addInstance } from '../platform/db/test-store.suite.ts'
import { silentLog } from '../platform/log.ts'
import type { Line, Outgoing } from '../whatsapp/port.ts'
import { createAckDesk } from './ack-desk.ts'
import type { Parcel } from './dispatch.ts'
import { createPace } from './pace.ts'
import { receiveAck } from './receive-news.ts'
import { createSendQueue } from './send-queue.ts'
import type { Message } from './store.ts'
import { createWaits } from './waits.ts'
import { createWritesInOrder } from './writes-in-order.ts'

export const ANA = '5511911112222@s.whatsapp.net'

export const PARCEL: Parcel = {
  recipient: { jid: ANA, number: '5511911112222', chat: { jid: ANA, lid: null, type: 'private' } },
  quoted: null,
  content: { type: 'text', text: 'oi', mentions: [], preview: null },
  type: 'text',
  text: 'oi',
  source: 'api',
  delayMs: 0,
  alongside: async () => {},
}

/** A line that is open, and does with a message what the test says. */
export function lineThat(send: (outgoing: Outgoing) => Promise<void>): Line {
  return {
    state: { type: 'open', me: { jid: null, lid: null } },
    connect: () => {},
    requestPairingCode: async () => '',
    lookUp: async () => [],
    contactOf: async () => null,
    group: async () => null,
    send,
    showTyping: async () => {},
    markRead: async () => {},
    setOnline: async () => true,
    rejectCall: async () => {},
    logOut: async () => {},
    disown: () => {},
    close: async () => {},
  }
}

/** What sends need, on a store with the instance `ins_shop`. */
export async function openSends(store: Store, line: Line, clock: Clock = systemClock) {
  const id = await addInstance(store)
  const sender = { id, accountId: 'acc_shop', numberJid: null, numberLid: null, profileName: null }
  const told: Announcement['event'][] = []
  const announce = async (_: unknown, { event }: Announcement) => void told.push(event)
  const pace = createPace(clock, (instanceId) => findInstance(store.read, instanceId))
  const handing = { store, clock, announce, followers: [], acks: createAckDesk(clock), waits: createWaits(clock), pace }
  const queue = createSendQueue({ ...handing, log: silentLog, lineOf: () => line })
  const inOrder = createWritesInOrder(handing)
  const deps = { ...handing, inOrder, random: { bytes: randomBytes }, compose: () => Uint8Array.of(1), queue }
  const ack = (messageId: string) =>
    receiveAck(deps, id, { type: 'ack', messageId, chat: ANA, failure: null, at: 1_000 })
  const states = async () =>
    (await store.read.selectFrom('message').select('state').execute()).map(({ state }) => state)
  return { deps, sender, told, ack, states }
}

/** A message that came in, or with `state` one of ours. */
export function keptMessage(fields: Partial<Message> & Pick<Message, 'id'>): Message {
  return {
    instance_id: 'ins_shop',
    chat_key: ANA,
    message_id: `3EB0${fields.id}`,
    direction: fields.state === undefined ? 'incoming' : 'outgoing',
    type: 'text',
    content: 'oi',
    chat_jid: ANA,
    chat_lid: null,
    chat_name: null,
    chat_type: 'private',
    sender_jid: ANA,
    sender_lid: null,
    sender_name: null,
    quoted_message_id: null,
    source: '',
    state: 'received',
    failure_code: null,
    failure_message: null,
    raw: Uint8Array.of(1),
    at: 1_000,
    created_at: 1_000,
    due_at: null,
    sent_at: null,
    delivered_at: null,
    read_at: null,
    failed_at: null,
    ...fields,
  }
}
