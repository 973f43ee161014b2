import { z } from 'zod'
import { toIso } from '../kernel/clock.ts'
import type { Warning } from '../kernel/field-reader.ts'
import { chatOf } from './domain/exchange.ts'
import { SEND_LIMITS } from './domain/send-fields.ts'
import { TEXT_LIMITS } from './domain/text-input.ts'
import type { Message } from './store.ts'

/** A text field in which `null` and the empty string mean "not given". */
export const optionalText = z
  .string()
  .nullish()
  .transform((value) => (value === '' || value === null ? undefined : value))

interface Shown {
  type: 'string' | 'number' | 'integer' | 'boolean' | 'array' | readonly string[]
  description: string
  [keyword: string]: unknown
}

/**
 * A field that the use case checks: it knows in which order, and which fields others make meaningless. Here stands only
 * what the documentation shows, with the limits that the check itself uses.
 */
export const checkedLater = (shown: Shown) =>
  z
    .unknown()
    .optional()
    .meta(shown as Record<string, unknown>)

/** The fields that every send shares. */
export const sharedSendFields = {
  number: checkedLater({
    type: 'string',
    description:
      'Required. Who gets the message: phone digits with the country code in any usual writing, a phone JID ' +
      '(`…@s.whatsapp.net`), a LID (`…@lid`) or a group (`…@g.us`). Of the spellings of a number (Brazil with and ' +
      'without the ninth digit, Mexico 52/521, Argentina 54/549) the one is used that WhatsApp says exists.',
    examples: ['5511987654321'],
  }),
  to: checkedLater({ type: 'string', description: 'Alias of `number`.', examples: ['5511987654321'] }),
  delay: checkedLater({
    type: 'integer',
    minimum: SEND_LIMITS.delay.min,
    maximum: SEND_LIMITS.delay.max,
    default: 0,
    description:
      'Seconds for which the chat shows "typing…" before the message goes out. The call is held for as long; hanging ' +
      'up, and a restart, do not stop the message.',
    examples: [3],
  }),
  replyTo: checkedLater({
    type: 'string',
    maxLength: SEND_LIMITS.replyTo.max,
    description:
      'Message id of a message that this instance sent or received: it is quoted. Default: nothing is quoted.',
    examples: ['3EB0C0FFEE0123456789AB'],
  }),
  replyPrivate: checkedLater({
    type: 'boolean',
    default: false,
    description:
      'With a `replyTo` that came from a group: the reply goes to the author, in private, still quoting. Ignored when ' +
      'the original is from no group.',
    examples: [false],
  }),
  source: checkedLater({
    type: 'string',
    maxLength: SEND_LIMITS.source.max,
    default: 'api',
    description: 'A tag of your own, stored with the message and echoed in its events.',
    examples: ['crm'],
  }),
}

/** What `POST /api/message/text/:instance` takes. */
export const sendTextSchema = z.object({
  ...sharedSendFields,
  message: checkedLater({
    type: 'string',
    maxLength: TEXT_LIMITS.message.max,
    description: 'Required. The text.',
    examples: ['Olá! O seu pedido saiu para entrega.'],
  }),
  linkPreview: checkedLater({
    type: 'boolean',
    default: false,
    description:
      'Show a card of the first link in the text. The page is then fetched by this server: 5 seconds, 1 MiB and HTML ' +
      'at most, and no private address. When there is nothing to show, the text goes out without it, with a warning.',
    examples: [true],
  }),
  mention: checkedLater({
    type: 'array',
    items: { type: 'string' },
    maxItems: TEXT_LIMITS.mention,
    description:
      'Members of the group to mention, as numbers, phone JIDs or LIDs. Default: none. Write `@<digits>` into the text ' +
      'where the mention shall be seen; without that they are notified all the same. No effect in private chats.',
    examples: [['5511987654321']],
  }),
  mentionAll: checkedLater({
    type: 'boolean',
    default: false,
    description: 'Mention every member of the group. No effect in private chats.',
    examples: [false],
  }),
})

export type SendText = z.output<typeof sendTextSchema>

const jid = (description: string) => z.string().nullable().describe(description)

/** What a send answers with, in `data`. */
export const sentMessageSchema = z.object({
  messageId: z.string().describe('WhatsApp’s id of the message: for `replyTo`, look-ups and events'),
  messageType: z.string().describe('`interactive` for forms, `text` for texts'),
  content: z.string().describe('The text of the message'),
  timestamp: z.string().describe('When it went out, ISO 8601'),
  direction: z.literal('outgoing').describe('Always `outgoing`'),
  source: z.string().describe('The tag of the call'),
  state: z
    .string()
    .describe(
      '`sent` when WhatsApp has confirmed it; `sending` when it has not within 5 seconds; `queued` when it goes out ' +
        'later; `delivered` or `read` when that is known already; `unknown` when the server stopped in between',
    ),
  flowToken: z.string().nullish().describe('Forms: the token by which the answer is recognised; null when it has none'),
  chat: z
    .object({
      jid: jid('Phone JID, or JID of the group; null for a person known by LID only'),
      lid: jid('LID of the person, where it is known'),
      type: z.enum(['private', 'group']).describe('Whether a person or a group got it'),
      groupName: z.string().optional().describe('Groups: its subject'),
    })
    .describe('Where it went'),
  sender: z
    .object({
      jid: jid('Phone JID of the linked number'),
      lid: jid('LID of the linked number, where it is known'),
      name: z.string().nullish().describe('Profile name of the linked number, where it is known'),
    })
    .describe('The linked number'),
  replyTo: z
    .object({ messageId: z.string().describe('Message id of the original') })
    .optional()
    .describe('The message that it quotes; only on replies'),
  mentions: z.array(z.string()).optional().describe('JIDs that the text mentions; only where there are any'),
  warnings: z
    .array(
      z.object({
        field: z.string().describe('Which field of the request'),
        message: z.string().describe('What may be wrong with it'),
      }),
    )
    .describe('What was sent although WhatsApp may not show it as meant'),
})

export const sendReplySchema = z.object({
  success: z.literal(true).describe('Always true'),
  message: z.string().describe('`Message sent successfully`'),
  status: z.literal('sent').describe('Always `sent`; `data.state` tells the truth'),
  data: sentMessageSchema.describe('The message'),
})

export type SendReply = z.output<typeof sendReplySchema>

/** What a reply tells beside the message. */
export interface ReplyExtra {
  flowToken?: string | null
  mentions?: string[]
  warnings: readonly Warning[]
}

/** The 200 of every send. */
export function sendReply(message: Message, extra: ReplyExtra): SendReply {
  const chat = chatOf(message)
  const { flowToken, mentions = [], warnings } = extra
  return {
    success: true,
    message: 'Message sent successfully',
    status: 'sent',
    data: {
      messageId: message.message_id,
      messageType: message.type,
      content: message.content,
      timestamp: toIso(message.at),
      direction: 'outgoing',
      source: message.source,
      state: message.state,
      ...(flowToken === undefined ? {} : { flowToken }),
      chat: {
        jid: chat.jid,
        lid: chat.lid,
        type: chat.type,
        ...(chat.type === 'group' && chat.name ? { groupName: chat.name } : {}),
      },
      sender: { jid: message.sender_jid, lid: message.sender_lid, name: message.sender_name },
      ...(message.quoted_message_id === null ? {} : { replyTo: { messageId: message.quoted_message_id } }),
      ...(mentions.length === 0 ? {} : { mentions }),
      warnings: [...warnings],
    },
  }
}
