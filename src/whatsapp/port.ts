import type { SendState } from '../kernel/send-state.ts'
import type { Contact, Draft, IncomingMessage, Outgoing } from './port-messages.ts'

export type {
  Contact,
  Draft,
  IncomingContent,
  IncomingMessage,
  LinkPreview,
  OtherContent,
  Outgoing,
  OutgoingContent,
  Quoted,
  TextContent,
} from './port-messages.ts'

/**
 * What Formwire needs of a WhatsApp engine, in its own words. An adapter translates at this wall and lets no vendor
 * type through; every adapter passes `port.suite.ts`.
 */
export interface Engine {
  readonly capabilities: Capabilities
  /**
   * Makes the line of one instance. Nothing is dialled before `connect`.
   * All news of the line go to `listener`, strictly one after another: the next is told when the promise of the
   * last one is settled.
   */
  line(instanceId: string, listener: LineListener): Line
  /**
   * Composes a message as protobuf, to be stored first and sent then, by whichever process: nothing is asked of
   * WhatsApp. Throws a `SendRefused('engine_failed')` when what it quotes cannot be read.
   */
  compose(draft: Draft): Uint8Array
  /** Whether credentials of a linked device are stored for the instance. */
  isLinked(instanceId: string): Promise<boolean>
  /** Erases credentials and keys of an instance. */
  forget(instanceId: string): Promise<void>
  /**
   * The linked device of an instance with all its keys, in clear, for `bringDevice` of another store; null when none is
   * linked. Two that connect with the same device destroy each other's sessions. The line must be closed.
   */
  takeDevice(instanceId: string): Promise<Uint8Array | null>
  /** Stores a device as that of an instance which has none. Rejects when it has one, or when the bytes are no device. */
  bringDevice(instanceId: string, device: Uint8Array): Promise<void>
  /** Erases what is kept of messages because nobody has heard them yet, and what quotes these there. */
  forgetMessages(instanceId: string, forgotten: Forgotten): Promise<void>
}

/** Messages by their ids, and those of the private chats and by the senders that these addresses name. */
export interface Forgotten {
  messageIds?: readonly string[]
  addresses?: readonly string[]
}

/** What an engine can do, as data. */
export interface Capabilities {
  /** Extra stanza nodes can be sent, without which forms are invisible. */
  readonly forms: boolean
  readonly pairingCode: boolean
}

/** The connection of one number to WhatsApp. */
export interface Line {
  readonly state: LineState
  /**
   * Dials with the stored credentials; without any, begins linking and tells `code` news. Idempotent, and bounded:
   * whoever calls it in a loop does not undo the pauses between dials.
   */
  connect(): void
  /**
   * Asks for a pairing code instead of a QR; resolves with eight characters. The same number again: the code that is
   * out. Another number: a new code, and the first is void.
   */
  requestPairingCode(digits: string): Promise<string>
  /** Asks WhatsApp which of these spellings of a number exist. Unknown ones are left out. */
  lookUp(digits: readonly string[]): Promise<Contact[]>
  /** The other address of a person, where the engine knows it. */
  contactOf(jid: string): Promise<Contact | null>
  /** Subject and addressing of a group that the number is in; null when it is not. */
  group(jid: string): Promise<Group | null>
  /**
   * Hands a message to WhatsApp. Resolves when it is written to the socket; the server's verdict follows as `ack`
   * news. Rejects with a `SendRefused` when it was certainly not sent.
   */
  send(outgoing: Outgoing): Promise<void>
  /** Shows "typing…" to a chat, or stops it. */
  showTyping(jid: string, isTyping: boolean): Promise<void>
  /** Marks messages of others as read; the privacy settings of the number decide whether they are told. */
  markRead(read: ReadMark): Promise<void>
  /**
   * Shows the number as online, or no longer, for as long as the socket lives. False: WhatsApp was not told, for it
   * takes this only from a number whose name is known here, which is learned soon after linking.
   */
  setOnline(isOnline: boolean): Promise<boolean>
  /** Rejects a call that this line told of. Fails when WhatsApp is not asked: the line is closed, or has told of many since. */
  rejectCall(callId: string): Promise<void>
  /** Unlinks the device at WhatsApp, where it can be reached, and closes. Credentials are erased by `forget`. */
  logOut(): Promise<void>
  /**
   * Gives up a link that was just made and must not be: the device is unlinked at WhatsApp as soon as that is reached,
   * its credentials are erased, and the line ends for this reason. It is not told as open any more.
   */
  disown(reason: DisownReason): void
  /** Closes the socket and lets it stay closed. Credentials stay. */
  close(): Promise<void>
  /** Tells messages that an earlier process received and did not get to tell; `connect` does so too. Nothing is dialled. */
  tellLeft?(): Promise<void>
}

/**
 *   idle → connecting → open ⇄ waiting (back-off, then connecting again)
 *              └→ linking → connecting            any → ended (logged out, banned, replaced, refused)
 */
export type LineState =
  | { type: 'idle' }
  | { type: 'connecting' }
  | { type: 'linking'; code: string | null }
  | { type: 'open'; me: Me }
  | { type: 'waiting'; reason: DisconnectReason; retryAt: number }
  | { type: 'ended'; reason: DisconnectReason; ban?: Ban }

/** What WhatsApp says of a ban that ends. */
export interface Ban {
  /** 101: many messages to strangers; 102: blocked by many; 103: groups of strangers; 104: the same message to many. */
  code: number | null
  /** Unix milliseconds; null: it was not told. */
  until: number | null
}

export type DisconnectReason =
  | 'closed_by_us'
  | 'connection_lost'
  | 'server_unavailable'
  | 'timed_out'
  | 'restart_required'
  | 'logged_out'
  | 'banned'
  | 'replaced'
  | 'bad_session'
  | 'client_outdated'
  | 'link_expired'
  | 'passkey_required'
  | 'server_not_genuine'
  | 'store_failed'
  | 'proxy_failed'
  | DisownReason

/** The number belongs to another instance: of the same account, or of another, which must not be told. */
export type DisownReason = 'number_linked_elsewhere' | 'number_refused'

/** The linked number itself. */
export interface Me extends Contact {
  /** Whether its phone runs WhatsApp Business; undefined: the phone did not say. */
  isBusiness?: boolean
}

export interface Group {
  jid: string
  subject: string
  /** How its members are named on the wire: by phone number, or by LID as in newer groups. */
  addressing: 'phone' | 'lid'
  members: Contact[]
}

export interface LineListener {
  /**
   * Resolves when the news are handled, rejects when they could not be. News are told one after another; a listener that
   * has made sure that what comes behind these cannot overtake them may say `next` before they are handled.
   */
  hear(news: LineNews, next: () => void): Promise<void>
  /** Whether the past that a phone brings along is to be told; asked each time that it brings some. Left out: no. */
  wantsHistory?(): Promise<boolean>
  /** Whether the line may be dialled; asked before each dial. Where it may not, it ends as closed by us. Left out: yes. */
  mayDial?(): Promise<boolean>
  /**
   * The proxy that the line has to go through, null for none; asked before everything that is dialled. Nothing is
   * dialled when it rejects. Left out: none.
   */
  proxy?(): Promise<LineProxy | null>
}

/** `host` is a name, or an address without brackets. */
export interface LineProxy {
  protocol: 'http' | 'https' | 'socks5'
  host: string
  port: number
  username: string | null
  password: string | null
}

/** What a line tells. */
export type LineNews =
  | { type: 'state'; state: LineState }
  | { type: 'code'; qr: string }
  | { type: 'linked'; me: Me }
  | { type: 'ack'; messageId: string; chat: string; failure: AckFailure | null; at: number }
  | { type: 'receipt'; messageIds: string[]; chat: Contact; from: Contact | null; status: ReceiptStatus; at: number }
  | { type: 'message'; message: IncomingMessage }
  | { type: 'call'; call: IncomingCall }

/** Messages of one author in one chat, both spelled as `IncomingMessage.address` has them. */
export interface ReadMark {
  chat: string
  /** Of a message in a group; null in a private chat. */
  author: string | null
  messageIds: readonly string[]
}

/** Something happened to a call of somebody else; the same may be told twice. */
export interface IncomingCall {
  callId: string
  /** `missed`: nobody took it; `ended`: for another reason, taken elsewhere or hung up among them. */
  status: 'ringing' | 'accepted' | 'rejected' | 'missed' | 'ended'
  /** As the call itself says: anybody may have written it. */
  caller: Contact
  /** WhatsApp says that the call came from this caller. */
  isVouchedFor: boolean
  /** Null: not told. */
  isVideo: boolean | null
  isGroup: boolean | null
  /** WhatsApp kept it for us while we were away. */
  isOffline: boolean
  at: number
}

export type ReceiptStatus = Extract<SendState, 'delivered' | 'read'> | 'played'

/** Why the server refused a message. `code` is WhatsApp's number as text. */
export interface AckFailure {
  code: string
  reason: 'form_refused' | 'malformed' | 'account_restricted' | 'refused'
}

/** Thrown by `send` when the message certainly did not go out. */
export class SendRefused extends Error {
  override readonly name = 'SendRefused'
  readonly reason: 'not_connected' | 'no_devices' | 'engine_failed'

  constructor(reason: SendRefused['reason'], options?: { cause: unknown }) {
    super(reason, options)
    this.reason = reason
  }
}
