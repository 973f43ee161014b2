import type { InstanceWord } from '../../kernel/instance-state.ts'
import type { SendState } from '../../kernel/send-state.ts'
import type { AttemptTable, DeliveryTable, EventTable, WebhookTable, WebsocketTable } from './schema-events.ts'

/**
 * Every table, as Kysely sees it on both engines. Times are Unix milliseconds (`bigint` read as number on
 * PostgreSQL), flags are 0 or 1, JSON is text, bytes are BLOB or BYTEA.
 * Columns named `sealed…` hold AES-256-GCM boxes of `platform/secret`.
 */
export interface Schema {
  setting: SettingTable
  account: AccountTable
  instance: InstanceTable
  credential: CredentialTable
  signal_key: SignalKeyTable
  inbox: InboxTable
  recipient: RecipientTable
  message: MessageTable
  idempotency: IdempotencyTable
  form: FormTable
  answer: AnswerTable
  form_count: FormCountTable
  form_sum: FormSumTable
  form_column: FormColumnTable
  event: EventTable
  webhook: WebhookTable
  websocket: WebsocketTable
  delivery: DeliveryTable
  attempt: AttemptTable
  session: SessionTable
}

/** Facts about the store itself, such as the sealed canary that tells a wrong secret key. */
export interface SettingTable {
  key: string
  value: string
}

export interface AccountTable {
  id: string
  name: string
  token_hash: string
  created_at: number
}

export interface InstanceTable {
  id: string
  account_id: string
  /** Unique within the account, case-sensitive. */
  name: string
  token_hash: string
  sealed_token: Uint8Array
  state: InstanceWord
  /** 1 when credentials of a linked device are stored: it connects by itself at the next start, unless it rests. */
  linked: number
  number_jid: string | null
  number_lid: string | null
  profile_name: string | null
  /** JSON of the instance's settings. */
  settings: string
  /** The engine's word for why it is in this state; null: nothing is to be said. */
  state_reason: string | null
  /** JSON of its proxy, in a sealed box; null: it connects directly. */
  sealed_proxy: Uint8Array | null
  /** Since when it must not connect, for its keys were taken elsewhere; null: it may. */
  parked_at: number | null
  /** When WhatsApp last refused a first message to a stranger (463); null: it did not, or somebody lifted the stop. */
  restricted_at: number | null
  /** When the ban that it is under ends; null: it is under none, or WhatsApp did not say. */
  banned_until: number | null
  /** When it came into its state; null: not known, of a state that is older than this column. */
  state_at: number | null
  created_at: number
  updated_at: number
}

/** Who is signed in to the console. `hash`: the keyed hash of what the cookie holds. */
export interface SessionTable {
  hash: string
  /** Of the token that it stands for: a session ends with its token. */
  token_hash: string
  account_id: string
  /** null: it stands for the account. */
  instance_id: string | null
  created_at: number
  /** Its last use, to the minute. */
  used_at: number
}

/** The device credentials of a linked number: one sealed box. */
export interface CredentialTable {
  instance_id: string
  sealed: Uint8Array
}

/** Signal keys: sessions, pre-keys, sender keys, LID mappings, … one sealed box each. */
export interface SignalKeyTable {
  instance_id: string
  kind: string
  id: string
  sealed: Uint8Array
}

/** Messages that are decrypted and not handled yet: kept in the commit of the ratchet that read them. */
export interface InboxTable {
  instance_id: string
  /** Grows in the order of arrival. */
  seq: number
  sealed: Uint8Array
}

/** What WhatsApp said about a number that was asked for: the spelling that exists, both its addresses. */
export interface RecipientTable {
  instance_id: string
  digits: string
  jid: string
  lid: string | null
  asked_at: number
}

export interface MessageTable {
  id: string
  instance_id: string
  /** The chat's phone JID where it is known, else its LID, or the group: with `message_id` the idempotency key. */
  chat_key: string
  /** WhatsApp's own id of the message. */
  message_id: string
  direction: 'incoming' | 'outgoing'
  type: string
  content: string
  chat_jid: string | null
  chat_lid: string | null
  chat_name: string | null
  chat_type: 'private' | 'group'
  sender_jid: string | null
  sender_lid: string | null
  sender_name: string | null
  quoted_message_id: string | null
  source: string
  state: SendState | 'received'
  failure_code: string | null
  failure_message: string | null
  /** The message as WhatsApp's protobuf. */
  raw: Uint8Array | null
  /** Sender's time of an incoming message, our time of an outgoing one. */
  at: number
  created_at: number
  /** When a `queued` message goes out; null for those that went at once. */
  due_at: number | null
  /** When WhatsApp took it; of what came in, when its author last changed it, null: never. */
  sent_at: number | null
  delivered_at: number | null
  read_at: number | null
  failed_at: number | null
}

/** What became of a call with an `Idempotency-Key`: kept from the commit of the message that it sends. */
export interface IdempotencyTable {
  instance_id: string
  route: string
  key: string
  /** SHA-256 of the body, in hex. */
  body_hash: string
  /** Our id of the message. */
  message: string
  /** JSON of the answer that was given; null while there is none. */
  answer: string | null
  created_at: number
}

export interface FormTable {
  id: string
  instance_id: string
  message_id: string
  flow_token: string | null
  form_type: 'contact_details' | 'registration_offer' | 'custom'
  form_name: string | null
  state: SendState
  late: number
  failure_code: string | null
  failure_message: string | null
  /** Digits of the addressee, or the JID as given for groups and LIDs. */
  number: string
  chat_jid: string | null
  chat_lid: string | null
  chat_type: 'private' | 'group'
  message: string
  button_label: string | null
  source: string
  /** JSON: names of the fields that the form asks for. */
  fields: string
  /** JSON: the custom questions, `[{label, helperText?}]`. */
  custom_fields: string
  /** The exact `buttonParamsJson` that went out. */
  params: string
  reply_text: string | null
  created_at: number
  sent_at: number | null
  delivered_at: number | null
  read_at: number | null
  answered_at: number | null
  failed_at: number | null
  expires_at: number | null
  answer_count: number
  latest_answer_id: string | null
}

/** A submitted form. Without `form_id` it matched none: `reason` says why. */
export interface AnswerTable {
  id: string
  instance_id: string
  form_id: string | null
  chat_key: string
  message_id: string
  revision: number
  at: number
  from_jid: string | null
  from_lid: string | null
  from_name: string | null
  matched_by: 'token' | 'quote' | null
  late: number
  /** JSON of the typed reading; null when it could not be read. */
  answers: string | null
  raw: string
  reason: string | null
  quoted_message_id: string | null
  flow_token: string | null
  erased: number
  /** What a search looks for: name and e-mail folded, the document's digits. */
  name_key: string | null
  email_key: string | null
  document_key: string | null
}

/** Counters of forms, kept in the transaction of what they count. `hour`: Unix milliseconds of its beginning. */
export interface FormCountTable {
  instance_id: string
  hour: number
  source: string
  form_type: FormTable['form_type']
  /** Empty for a form without a name. */
  form_name: string
  measure: string
  n: number
}

/** Sums over the counters of forms, kept with them. `at`: when the hour, or the day of UTC, begins. */
export interface FormSumTable {
  instance_id: string
  span: 'hour' | 'day'
  at: number
  measure: string
  n: number
}

/** A column of an export: a question of one's own, or the key of another value. */
export interface FormColumnTable {
  instance_id: string
  kind: 'custom' | 'other'
  name: string
  /** How many answers have it. */
  uses: number
  first_at: number
}
