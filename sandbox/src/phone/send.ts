import { proto } from '@whiskeysockets/baileys'
import { Refusal } from '../refusal.ts'
import type { Addressing } from '../server/directory.ts'
import type { World } from '../server/world.ts'
import { chatOf, quoteOf, type Wrap, wrapped } from './answer.ts'
import { type Garbling, sendGarbled } from './garbled.ts'
import type { Phone } from './phone.ts'

export interface Outgoing {
  /** Digits or JID. */
  to: string
  /** As `proto.Message.fromObject` takes it. */
  message: Record<string, unknown>
  /** The id of a message that it quotes. */
  quote?: string | undefined
  from?: Addressing | undefined
  wrap?: Wrap | undefined
  /** `false`: as it stands, where everybody on the way can read it. */
  encrypted?: boolean | undefined
  /** So that none of its receivers can decrypt it. */
  garbled?: Garbling | undefined
}

/** Sends anything, honest or not; the id of the message. Refuses what is no message, and a quote that it does not have. */
export async function sendMessage(phone: Phone, outgoing: Outgoing, world: World): Promise<string> {
  const { message } = outgoing
  const problem = unreadable(message)
  if (problem) throw new Refusal(400, `this is no message: ${problem}`)
  const content = outgoing.quote === undefined ? message : quoting(phone, outgoing.quote, message)
  const chat = chatOf(outgoing.to, outgoing.from, world)
  const whole = wrapped(content, outgoing.wrap)
  if (outgoing.garbled) return sendGarbled(phone, chat, proto.Message.fromObject(whole), outgoing.garbled, world)
  return phone.send(chat, whole, outgoing.encrypted)
}

/** Sends a text, quoting a message or not. */
export async function sendText(
  phone: Phone,
  { to, text, quote }: { to: string; text: string; quote?: string | undefined },
  world: World,
): Promise<string> {
  return sendMessage(phone, { to, message: { extendedTextMessage: { text } }, quote }, world)
}

function unreadable(message: Record<string, unknown>): string | null {
  try {
    const made = proto.Message.fromObject(message)
    return Object.keys(proto.Message.toObject(made)).length === 0 ? 'nothing in it is known' : null
  } catch (error) {
    return error instanceof Error ? error.message : 'it cannot be encoded'
  }
}

/** A quote stands in the context of whatever the message is. */
function quoting(phone: Phone, id: string, message: Record<string, unknown>): Record<string, unknown> {
  const quoted = phone.memory.find(id)
  if (!quoted) throw new Refusal(404, 'this phone has no such message to quote')
  const [kind, content] = Object.entries(message).find(([, part]) => typeof part === 'object' && part !== null) ?? []
  if (kind === undefined) throw new Refusal(400, 'this kind of message cannot quote')
  return { ...message, [kind]: { ...(content as object), contextInfo: quoteOf(quoted) } }
}
