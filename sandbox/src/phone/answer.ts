import type { proto } from '@whiskeysockets/baileys'
import { Refusal } from '../refusal.ts'
import { type Addressing, jidOf } from '../server/directory.ts'
import type { World } from '../server/world.ts'
import { answerParams, type Form, formOf, type Shape } from './form.ts'
import type { Phone } from './phone.ts'
import type { PhoneMessage } from './record.ts'

export type Wrap = 'ephemeral' | 'documentWithCaption'

/** An answer as an honest phone gives it, or as none would. */
export interface Answer {
  /** The form; the newest one that the phone has, when not given. */
  messageId?: string | undefined
  /** Another chat than the form's: digits or JID. */
  to?: string | undefined
  flowToken?: string | undefined
  values?: Readonly<Record<string, unknown>> | undefined
  shape?: Shape | undefined
  /** Sent as it stands, instead of what the values make. */
  paramsJson?: string | undefined
  quote?: boolean | undefined
  from?: Addressing | undefined
  wrap?: Wrap | undefined
  /** Of the response message; `null` leaves it out. */
  version?: number | null | undefined
  body?: string | undefined
}

export interface SentAnswer {
  id: string
  chat: string
  /** The form that it answers, when the phone has it. */
  messageId?: string
}

/**
 * The address of a chat in one addressing: digits and JIDs of people are translated, everything else stays.
 * Without `from` a JID stays as it is, and digits become a phone JID.
 */
export function chatOf(to: string, from: Addressing | undefined, world: World): string {
  const jid = to.includes('@') ? to : `${to.replace(/\D/g, '')}@s.whatsapp.net`
  const account = world.directory.byJid(jid)
  return account && from ? jidOf(account, from) : jid
}

/** Puts a message into a wrapper, as chats with disappearing messages and documents with captions do. */
export function wrapped(message: proto.IMessage, wrap: Wrap | undefined): proto.IMessage {
  if (wrap === 'ephemeral') return { ephemeralMessage: { message } }
  return wrap === 'documentWithCaption' ? { documentWithCaptionMessage: { message } } : message
}

/** What points at the quoted message: its id, its author, its content. */
export function quoteOf(quoted: PhoneMessage): proto.IContextInfo {
  return { stanzaId: quoted.id, participant: quoted.from, quotedMessage: quoted.message as proto.IMessage }
}

/** Reads the form (so its sender sees it read), then submits the answer. Refuses when there is nothing to answer. */
export async function answerForm(phone: Phone, answer: Answer, world: World): Promise<SentAnswer> {
  const quoted = findForm(phone, answer, world)
  const to = answer.to ?? quoted?.chat
  if (!to) throw new Refusal(404, 'this phone has no form to answer; name a chat with "to"')
  if (quoted && !quoted.fromMe) await phone.acknowledge(quoted.id, 'read')

  const asked = quoted ? formOf(quoted.message) : null
  const form: Partial<Form> = { ...asked, ...(answer.flowToken === undefined ? {} : { flowToken: answer.flowToken }) }
  const response: proto.Message.InteractiveResponseMessage.INativeFlowResponseMessage = {
    name: 'galaxy_message',
    paramsJson: answer.paramsJson ?? answerParams(form, answer.values ?? {}, answer.shape ?? 1),
  }
  if (answer.version !== null) response.version = answer.version ?? 3
  const message: proto.IMessage = {
    interactiveResponseMessage: {
      body: { text: answer.body ?? 'Sent', format: 1 },
      nativeFlowResponseMessage: response,
      ...(quoted && answer.quote !== false ? { contextInfo: quoteOf(quoted) } : {}),
    },
  }
  const chat = chatOf(to, answer.from, world)
  const id = await phone.send(chat, wrapped(message, answer.wrap))
  return quoted ? { id, chat, messageId: quoted.id } : { id, chat }
}

function findForm(phone: Phone, answer: Answer, world: World): PhoneMessage | undefined {
  if (answer.messageId !== undefined) {
    const named = phone.memory.find(answer.messageId)
    if (!named) throw new Refusal(404, 'this phone has no such message')
    return named
  }
  const chat = answer.to === undefined ? undefined : chatOf(answer.to, 'pn', world)
  const inChat = (message: PhoneMessage): boolean => chat === undefined || chatOf(message.chat, 'pn', world) === chat
  return phone.memory.last((message) => inChat(message) && formOf(message.message) !== null)
}
