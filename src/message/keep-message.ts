import type { Clock } from '../kernel/clock.ts'
import type { InteractiveReply } from '../kernel/event.ts'
import { newId, type Random } from '../kernel/id.ts'
import { storable } from '../kernel/text.ts'
import type { Store, Transaction } from '../platform/db/store.ts'
import type { IncomingMessage } from '../whatsapp/port.ts'
import type { Announce } from './change-state.ts'
import { exchangeOf } from './domain/exchange.ts'
import { LONGEST_CONTENT, textOf, typeOf } from './domain/received.ts'
import { isUnwanted, type Wants } from './domain/unwanted.ts'
import { type ReceiveEditDeps, receiveEdit } from './receive-edit.ts'
import { insertMessage, isKept, type Message } from './store.ts'

const LONGEST_NAME = 256

/** What is needed to know of the instance that a message belongs to. */
export interface MessageOwner {
  id: string
  numberJid: string | null
}

export interface KeepMessageDeps {
  clock: Clock
  random: Random
  announce: Announce
  /** Counts what was dropped, for an operator to see. */
  note?: ReceiveEditDeps['note']
}

/** Keeps a message that came in. Null when it is here already: nothing must follow from it a second time. */
export async function keepMessage(
  deps: KeepMessageDeps,
  transaction: Transaction,
  owner: MessageOwner,
  incoming: IncomingMessage,
): Promise<Message | null> {
  const message = rowOf(deps, owner.id, incoming)
  if (await isKept(transaction.sql, owner.id, incoming.messageId, incoming.chat)) return null
  return (await insertMessage(transaction.sql, message)) ? message : null
}

/** Tells `message.exchange` of a kept message. History is kept and not told. */
export async function announceMessage(
  deps: KeepMessageDeps,
  transaction: Transaction,
  owner: MessageOwner,
  message: Message,
  incoming: IncomingMessage,
  interactive: InteractiveReply | null,
): Promise<void> {
  if (incoming.delivery === 'history') return
  await deps.announce(transaction, {
    instanceId: owner.id,
    event: {
      type: 'message.exchange',
      data: exchangeOf(message, owner.numberJid, storable(incoming.quoted?.text ?? '', LONGEST_CONTENT), interactive),
    },
    orderKey: message.chat_key,
    messageId: message.message_id,
  })
}

/**
 * Keeps and tells a message that nobody has a special interest in, unless its owner does not want those of groups; an
 * edit or a revoke changes the one it names.
 */
export async function receiveMessage(
  deps: KeepMessageDeps & { store: Pick<Store, 'write'> },
  owner: MessageOwner & { settings?: Wants },
  incoming: IncomingMessage,
): Promise<void> {
  const { content } = incoming
  if (content.type === 'edit' || content.type === 'revoke') return receiveEdit(deps, owner, { ...incoming, content })
  if (isUnwanted(owner.settings, incoming)) return
  await deps.store.write(async (transaction) => {
    const message = await keepMessage(deps, transaction, owner, incoming)
    if (message) await announceMessage(deps, transaction, owner, message, incoming, null)
  })
}

function rowOf(deps: KeepMessageDeps, instanceId: string, incoming: IncomingMessage): Message {
  const now = deps.clock.now()
  const { chat, sender } = incoming
  return {
    id: newId('msg', now, deps.random),
    instance_id: instanceId,
    chat_key: chat.jid ?? chat.lid ?? '',
    message_id: incoming.messageId,
    direction: incoming.isFromMe ? 'outgoing' : 'incoming',
    type: typeOf(incoming.content),
    content: textOf(incoming.content),
    chat_jid: chat.jid,
    chat_lid: chat.lid,
    chat_name: nameOf(chat.name),
    chat_type: chat.type,
    sender_jid: sender.jid,
    sender_lid: sender.lid,
    sender_name: nameOf(sender.name),
    quoted_message_id: incoming.quoted?.messageId ?? null,
    source: '',
    state: incoming.isFromMe ? 'sent' : 'received',
    failure_code: null,
    failure_message: null,
    raw: incoming.raw,
    at: incoming.at,
    created_at: now,
    due_at: null,
    sent_at: incoming.isFromMe ? incoming.at : null,
    delivered_at: null,
    read_at: null,
    failed_at: null,
  }
}

function nameOf(name: string | null | undefined): string | null {
  return name ? storable(name, LONGEST_NAME) : null
}
