import { problem, problemWith } from '../kernel/errors.ts'
import { newId, newMessageId, type Random } from '../kernel/id.ts'
import type { Transaction } from '../platform/db/store.ts'
import { type Engine, type Line, type OutgoingContent, SendRefused } from '../whatsapp/port.ts'
import type { Addressed, Sender } from './address-send.ts'
import { admitNow } from './admit-send.ts'
import { announceSend } from './announce-send.ts'
import { failureOfRefusal } from './domain/failure.ts'
import { type HandOverDeps, handOver } from './hand-over.ts'
import type { SendCall } from './send-call.ts'
import type { SendQueue } from './send-queue.ts'
import { findMessage, insertMessage, isInstanceThere, type Message } from './store.ts'

export interface DispatchDeps extends HandOverDeps {
  random: Random
  compose: Engine['compose']
  queue: SendQueue
}

/** A message on its way out, with the rows that belong to it. */
export interface Parcel extends Addressed {
  content: OutgoingContent
  /** As callers read it back: `interactive`, `text`, … */
  type: string
  text: string
  source: string
  /** How long "typing…" is shown before it goes out; 0: it goes at once. */
  delayMs: number
  /** Rows that are stored in the very transaction of the message's own. */
  alongside(transaction: Transaction, message: Message): Promise<void>
}

/**
 * Sends once: the row is stored before the socket is asked (`sending`), or before the wait begins (`queued`). Returns
 * the message as it is when WhatsApp has judged it, or 5 s after it was asked. A call that may not be held, for too
 * many are, gets its message back as `queued`, and so does one whose turn comes no sooner than in 30 s.
 * @throws account_restricted; instance_not_found when it was deleted meanwhile; what `handOver` throws
 */
export async function dispatch(
  deps: DispatchDeps,
  line: Line,
  sender: Sender,
  call: Pick<SendCall, 'hold'>,
  parcel: Parcel,
): Promise<Message> {
  const composed = compose(deps, sender, parcel)
  const admission = await admitNow(deps, sender, composed)
  const message = parcel.delayMs === 0 && admission.take() ? sendingOf(composed) : composed
  await deps.store.write(async (transaction) => {
    if (!(await isInstanceThere(transaction.sql, sender.id))) throw problem('instance_not_found')
    await insertMessage(transaction.sql, message)
    transaction.afterCommit(() => deps.counts?.moved(message, { state: message.state, failure: null }))
    await parcel.alongside(transaction, message)
    if (message.state === 'sending') await announceSend(deps, transaction, message)
  })
  if (message.state === 'sending') return handOver(deps, line, message)
  if (call.hold()) return admission.isPaced ? carryAWhile(deps, message, parcel.delayMs) : deps.queue.carry(message)
  deps.queue.take(message)
  return message
}

/** The turn of a paced send may be far: its caller gets it back as `queued` then, and it goes out all the same. */
const LONGEST_TURN_MS = 30_000

async function carryAWhile(deps: DispatchDeps, message: Message, delayMs: number): Promise<Message> {
  const late = Promise.withResolvers<null>()
  let isWaitedFor = true
  const timer = deps.clock.after(delayMs + LONGEST_TURN_MS, () => {
    isWaitedFor = false
    late.resolve(null)
  })
  const carried = deps.queue.carry(message, () => isWaitedFor)
  // What failed when nobody waits any more stands in the row and was told by events.
  carried.catch(() => {})
  try {
    return (await Promise.race([carried, late.promise])) ?? (await findMessage(deps.store.read, message.id)) ?? message
  } finally {
    timer.cancel()
  }
}

function sendingOf(message: Message): Message {
  return { ...message, state: 'sending', due_at: null }
}

/** Keeps a message that goes out by itself after the commit, whether the line is open then or a little later. */
export async function enqueue(
  deps: Pick<DispatchDeps, 'clock' | 'random' | 'compose' | 'queue' | 'counts'>,
  transaction: Transaction,
  sender: Sender,
  parcel: Omit<Parcel, 'alongside' | 'delayMs'>,
): Promise<void> {
  const message = compose(deps, sender, { ...parcel, delayMs: 0 })
  await insertMessage(transaction.sql, message)
  transaction.afterCommit(() => deps.counts?.moved(message, { state: message.state, failure: null }))
  transaction.afterCommit(() => deps.queue.take(message))
}

function compose(
  deps: Pick<DispatchDeps, 'clock' | 'random' | 'compose'>,
  sender: Sender,
  parcel: Omit<Parcel, 'alongside'>,
): Message {
  const now = deps.clock.now()
  const { recipient, quoted, content } = parcel
  const { chat } = recipient
  return {
    id: newId('msg', now, deps.random),
    instance_id: sender.id,
    chat_key: chat.jid ?? chat.lid ?? recipient.jid,
    message_id: newMessageId(deps.random),
    direction: 'outgoing',
    type: parcel.type,
    content: parcel.text,
    chat_jid: chat.jid,
    chat_lid: chat.lid,
    chat_name: chat.name ?? null,
    chat_type: chat.type,
    sender_jid: sender.numberJid,
    sender_lid: sender.numberLid,
    sender_name: sender.profileName,
    quoted_message_id: quoted?.messageId ?? null,
    source: parcel.source,
    state: 'queued',
    failure_code: null,
    failure_message: null,
    raw: composeRaw(deps, { to: recipient.jid, content, quoted }),
    at: now,
    created_at: now,
    due_at: now + parcel.delayMs,
    sent_at: null,
    delivered_at: null,
    read_at: null,
    failed_at: null,
  }
}

function composeRaw(deps: Pick<DispatchDeps, 'compose'>, draft: Parameters<Engine['compose']>[0]): Uint8Array {
  try {
    return deps.compose(draft)
  } catch (cause) {
    if (!(cause instanceof SendRefused)) throw cause
    throw problemWith({ cause }, 'send_failed', failureOfRefusal(cause.reason).message)
  }
}
