import type { InstanceStateWord } from './instance-state.ts'
import type { SendState } from './send-state.ts'

/** The six event types of the original contract: what an empty `events` list means. */
export const DEFAULT_EVENTS = [
  'message.exchange',
  'message.status',
  'instance.state',
  'call.update',
  'group.flow',
  'label.update',
] as const

/** Ours: sent only to those who name them. */
const NAMED_EVENTS = [
  'form.sent',
  'form.status',
  'form.answered',
  'form.expired',
  'webhook.paused',
  'webhook.test',
] as const

export const EVENT_TYPES = [...DEFAULT_EVENTS, ...NAMED_EVENTS] as const

export type EventType = (typeof EVENT_TYPES)[number]

/** A person, group or ourselves, by both of WhatsApp's addresses as far as they are known. */
export interface Party {
  jid: string | null
  lid: string | null
  name?: string | null
}

export interface Chat extends Party {
  type: 'private' | 'group'
}

/** `message.interactive` of an incoming form answer. Instances may keep the values out of events: then `form.id` remains. */
export interface InteractiveReply {
  name: string
  body: string
  flow_token: string | null
  response_json?: string
  answers?: unknown
  form: unknown
}

export interface MessageExchange {
  id: string
  direction: 'incoming' | 'outgoing'
  timestamp: string
  chat: Chat
  sender: Party
  recipient: { jid: string | null }
  reply: { message_id: string; text: string } | null
  message: {
    type: string
    content: string
    source: string
    isEdit: boolean
    media: null
    context: null
    interactive: InteractiveReply | null
  }
}

export interface MessageStatus {
  timestamp: string
  status: 'sent' | 'delivered' | 'read' | 'played' | 'error'
  messageIds: string[]
  chat: Chat
  recipient: { jid: string | null }
  error?: { code: string; message: string }
}

export interface InstanceState {
  state: InstanceStateWord
  timestamp: string
  jid?: string
  /** Left out: there is nothing to say. */
  reason?: string
  /** When a ban ends, ISO; left out: not banned, or WhatsApp did not say. */
  until?: string
  qr?: string
}

/** What happened to a call of somebody else. */
export interface CallUpdate {
  /** WhatsApp's id of the call, the same in all its events. */
  id: string
  status: 'ringing' | 'accepted' | 'rejected' | 'missed' | 'ended'
  timestamp: string
  from: Party
  /** Null: not told. */
  isVideo: boolean | null
  isGroup: boolean | null
  /** It happened while the number was not connected. */
  isOffline: boolean
  /** This gateway rejected it, as `autoRejectCalls` says. */
  rejected: boolean
}

/** The payloads of `form.*`: the form, and the answer where there is one, as `/api/form` shows them. */
export interface FormNews {
  form: unknown
  answer?: unknown
  state?: SendState
}

/** Something that happened to an instance, as receivers get it in the envelope's `event` and `data`. */
export type DomainEvent =
  | { type: 'message.exchange'; data: MessageExchange }
  | { type: 'message.status'; data: MessageStatus }
  | { type: 'instance.state'; data: InstanceState }
  | { type: 'call.update'; data: CallUpdate }
  | { type: 'form.sent' | 'form.status' | 'form.answered' | 'form.expired'; data: FormNews }
  | { type: 'webhook.paused'; data: { label: string; timestamp: string; reason: string } }
  | { type: 'webhook.test'; data: { label: string; timestamp: string } }

/**
 * What of the events about a message is erased: the text that it quotes; what it says; or everything that tells of a
 * person.
 */
export type Blanking = 'quote' | 'values' | 'person'

/** Events that are erased: those about a message, of these types and under these order keys; undefined: all. */
export interface ErasedEvents {
  instanceId: string
  messageId: string
  orderKeys?: readonly string[] | undefined
  types?: readonly EventType[] | undefined
  blanking: Blanking
}

/** An event with what delivery needs to know about it beside its payload. */
export interface Announcement {
  instanceId: string
  event: DomainEvent
  /** Deliveries with the same key keep their order; null: no order is promised. */
  orderKey: string | null
  /** The WhatsApp message id it is about, for look-ups of deliveries. */
  messageId: string | null
}
