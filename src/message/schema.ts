import { z } from 'zod'
import { toIso } from '../kernel/clock.ts'
import { chatOf } from './domain/exchange.ts'
import type { Message } from './store.ts'

/** A text field in which `null` and the empty string mean "not given". */
export const optionalText = z
  .string()
  .nullish()
  .transform((value) => (value === '' || value === null ? undefined : value))

const recipient = z
  .union([z.string(), z.number().int().transform(String)])
  .nullish()
  .transform((value) => (value === '' || value === null ? undefined : value))

/** The fields that every send shares. Presence is checked by the use case, which knows the order of the checks. */
export const sharedSendFields = {
  number: recipient.describe('Phone digits, phone JID, LID or group JID of the recipient'),
  to: recipient.describe('Alias of `number`'),
  source: z
    .string()
    .max(100)
    .nullish()
    .transform((value) => (value ? value : undefined))
    .describe('Free tag of the caller, stored and echoed in events; default `api`'),
}

const party = z.object({ jid: z.string().nullable(), lid: z.string().nullable(), name: z.string().nullish() })

/** What a send answers with, in `data`. */
export const sentMessageSchema = z.object({
  messageId: z.string(),
  messageType: z.string(),
  content: z.string(),
  timestamp: z.string(),
  direction: z.literal('outgoing'),
  source: z.string(),
  state: z.string().describe('`sent`, or `sending` when WhatsApp has not answered within 5 seconds'),
  flowToken: z.string().nullish(),
  chat: z.object({
    jid: z.string().nullable(),
    lid: z.string().nullable(),
    type: z.enum(['private', 'group']),
    groupName: z.string().optional(),
  }),
  sender: party,
  warnings: z.array(z.object({ field: z.string(), message: z.string() })),
})

export const sendReplySchema = z.object({
  success: z.literal(true),
  message: z.string(),
  status: z.literal('sent'),
  data: sentMessageSchema,
})

/** The 200 of every send. */
export function sendReply(message: Message, extra: { flowToken?: string | null; warnings: Warning[] }) {
  const chat = chatOf(message)
  return {
    success: true as const,
    message: 'Message sent successfully',
    status: 'sent' as const,
    data: {
      messageId: message.message_id,
      messageType: message.type,
      content: message.content,
      timestamp: toIso(message.at),
      direction: 'outgoing' as const,
      source: message.source,
      state: message.state,
      ...(extra.flowToken === undefined ? {} : { flowToken: extra.flowToken }),
      chat: {
        jid: chat.jid,
        lid: chat.lid,
        type: chat.type,
        ...(chat.type === 'group' && chat.name ? { groupName: chat.name } : {}),
      },
      sender: { jid: message.sender_jid, lid: message.sender_lid, name: message.sender_name },
      warnings: extra.warnings,
    },
  }
}

/** Something that WhatsApp is believed to dislike, though it was sent. */
export interface Warning {
  field: string
  message: string
}
