import type { Clock } from '../kernel/clock.ts'
import { type FormwireError, problem, problemWith } from '../kernel/errors.ts'
import { newId, newMessageId, type Random } from '../kernel/id.ts'
import type { Store, Transaction } from '../platform/db/store.ts'
import { type Line, type OutgoingContent, SendRefused } from '../whatsapp/port.ts'
import type { AckDesk } from './ack-desk.ts'
import { type ChangeStateDeps, changeState } from './change-state.ts'
import { exchangeOf } from './domain/exchange.ts'
import { failureOfRefusal } from './domain/failure.ts'
import type { MessageOwner } from './keep-message.ts'
import type { Recipient } from './resolve-recipient.ts'
import { findOutgoing, insertMessage, type Message, setRaw } from './store.ts'

export interface DispatchDeps extends ChangeStateDeps {
  store: Store
  clock: Clock
  random: Random
  acks: AckDesk
}

/** Who sends: an instance, and how its own messages are signed. */
export interface Sender extends MessageOwner {
  numberLid: string | null
  profileName: string | null
}

/** A message on its way out, with the rows that belong to it. */
export interface Parcel {
  recipient: Recipient
  content: OutgoingContent
  /** As callers read it back: `interactive`, `text`, … */
  type: string
  text: string
  source: string
  /** Rows that are stored in the very transaction of the message's own. */
  alongside(transaction: Transaction, message: Message): Promise<void>
}

/**
 * Sends once: the row is stored (`sending`) before the socket is asked, then WhatsApp's verdict is waited for, at most
 * 5 s. Returns the message as it is then; `sending` means that no verdict came in time, what follows is on the events.
 * @throws send_failed, instance_not_connected; the row is `failed` or `unknown` then, and events have said so.
 */
export async function dispatch(deps: DispatchDeps, line: Line, sender: Sender, parcel: Parcel): Promise<Message> {
  const message = rowOf(deps, sender, parcel)
  await deps.store.write(async (transaction) => {
    await insertMessage(transaction.sql, message)
    await parcel.alongside(transaction, message)
    await deps.announce(transaction, {
      instanceId: sender.id,
      event: { type: 'message.exchange', data: exchangeOf(message, sender.numberJid, '', null) },
      orderKey: message.chat_key,
      messageId: message.message_id,
    })
  })
  const expected = deps.acks.expect(sender.id, message.message_id)
  const handedOver = handOver(deps, line, message, parcel)
  // A caller is not held by an engine that takes its time; it goes on, and so does this.
  handedOver.catch(() => {})
  try {
    return judge(message, await Promise.race([handedOver.then(() => expected.verdict), expected.verdict]))
  } finally {
    expected.giveUp()
  }
}

async function handOver(deps: DispatchDeps, line: Line, message: Message, parcel: Parcel): Promise<void> {
  const { recipient, content } = parcel
  const outgoing = { messageId: message.message_id, to: recipient.jid, content, quoted: null }
  const { raw } = await line.send(outgoing).catch(async (error: unknown) => {
    throw await keepFailure(deps, message, error)
  })
  // It went out: that its bytes cannot be kept for devices that ask again must not make the caller send it twice.
  await deps.store.write((transaction) => setRaw(transaction.sql, message.id, raw)).catch(() => {})
}

function judge(message: Message, verdict: Message | null): Message {
  if (verdict?.state === 'failed') throw problem('send_failed', verdict.failure_message ?? 'WhatsApp refused it')
  return verdict ?? message
}

/**
 * Stores what is known of a send that failed: `failed` when the engine says that it certainly did not go out, else
 * `unknown`. When the store is what failed, the row says `sending` until the next start makes it `unknown`.
 */
async function keepFailure(deps: DispatchDeps, message: Message, error: unknown): Promise<FormwireError> {
  const isRefused = error instanceof SendRefused
  const failure = isRefused ? failureOfRefusal(error.reason) : null
  const state = isRefused ? ('failed' as const) : ('unknown' as const)
  await deps.store.write(async (transaction) => {
    // Read again: the server's verdict may have come before the engine gave up.
    for (const now of await findOutgoing(transaction.sql, message.instance_id, [message.message_id])) {
      await changeState(deps, transaction, now, { state, at: deps.clock.now(), failure })
    }
  })
  if (isRefused && error.reason === 'not_connected') return problemWith({ cause: error }, 'instance_not_connected')
  const reason = failure?.message ?? 'the connection broke while it was being sent; it may have gone out'
  return problemWith({ cause: error }, 'send_failed', reason)
}

function rowOf(deps: DispatchDeps, sender: Sender, parcel: Parcel): Message {
  const now = deps.clock.now()
  const { chat } = parcel.recipient
  return {
    id: newId('msg', now, deps.random),
    instance_id: sender.id,
    chat_key: chat.jid ?? chat.lid ?? parcel.recipient.jid,
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
    quoted_message_id: null,
    source: parcel.source,
    state: 'sending',
    failure_code: null,
    failure_message: null,
    raw: null,
    at: now,
    created_at: now,
    sent_at: null,
    delivered_at: null,
    read_at: null,
    failed_at: null,
  }
}
