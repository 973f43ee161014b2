/** A person by both of WhatsApp's addresses; no device, no agent in them. */
export interface Contact {
  /** `<digits>@s.whatsapp.net` */
  jid: string | null
  /** `<digits>@lid` */
  lid: string | null
  name?: string | null
}

/** A composed message to be sent. `messageId` is ours, chosen before the row is written. */
export interface Outgoing {
  messageId: string
  /** JID of a person (phone or LID) or of a group. */
  to: string
  /** As `compose` made it. */
  raw: Uint8Array
}

/** A message before it is composed. */
export interface Draft {
  to: string
  content: OutgoingContent
  /** The message that it answers, as it was stored. */
  quoted: Quoted | null
}

export type OutgoingContent =
  | { type: 'text'; text: string; mentions: readonly string[]; preview: LinkPreview | null }
  | {
      type: 'form'
      header: string | null
      body: string
      footer: string | null
      /** `buttonParamsJson`, sent byte for byte. */
      params: string
      messageVersion: number
    }

/** What a page says of itself, shown below a text that links to it. */
export interface LinkPreview {
  /** The link as it stands in the text. */
  matchedText: string
  title: string
  description: string | null
}

export interface Quoted {
  messageId: string
  chatJid: string
  senderJid: string
  /** The quoted message as protobuf. */
  raw: Uint8Array
}

export interface IncomingMessage {
  messageId: string
  /** `live`: as it happened; `offline`: kept for us by the server; `history`: older, brought along by the phone. */
  delivery: 'live' | 'offline' | 'history'
  chat: Contact & { type: 'private' | 'group' }
  sender: Contact
  /** Written by the linked number itself, on the phone or another device. */
  isFromMe: boolean
  at: number
  content: IncomingContent
  /** The whole message as protobuf, wrappers included; empty when it is too large to be kept. */
  raw: Uint8Array
  quoted: { messageId: string; senderJid: string | null; text: string } | null
  /** Chat and author as the message itself spelled them, for receipts; left out by messages kept by an older version. */
  address?: { chat: string; author: string | null }
}

export type IncomingContent =
  | TextContent
  | {
      type: 'form_answer'
      /** Name of the button, `galaxy_message` for forms. */
      name: string
      body: string
      /** The answer as it came: hostile until read. */
      paramsJson: string
      version: number | null
    }
  | OtherContent
  /** What a message shall say from now on. Who wrote the message that it names is still to be proven. */
  | {
      type: 'edit'
      messageId: string
      content: TextContent | OtherContent
      /** Milliseconds, by the clock of whoever edited, but never after now. */
      editedAt: number
      /** The new content as protobuf. */
      raw: Uint8Array
    }
  /** A message shall be gone for everybody. Who wrote it is still to be proven. */
  | { type: 'revoke'; messageId: string }

export interface TextContent {
  type: 'text'
  text: string
}

/** Anything else, named as WhatsApp's protobuf names it without the word Message: image, audio, reaction, … */
export interface OtherContent {
  type: 'other'
  /** `oversized`: larger than anything that a client sends; it was not read. */
  kind: string
  text: string
}
