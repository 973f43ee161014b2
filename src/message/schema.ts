import { z } from 'zod'
import type { ErrorCode } from '../kernel/errors.ts'
import { withExamples } from '../platform/http/index.ts'
import { SEND_LIMITS } from './domain/send-fields.ts'
import { TEXT_LIMITS } from './domain/text-input.ts'

/** What a send cannot do without, for the documentation: the recipient under either name. */
export const REQUIRED = { required: ['message'], anyOf: [{ required: ['number'] }, { required: ['to'] }] }

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
    type: ['string', 'integer'],
    description:
      'Required, unless `to` says it (its default). Who gets the message: phone digits with the country code in any usual writing, a phone JID ' +
      '(`…@s.whatsapp.net`), a LID (`…@lid`) or a group (`…@g.us`). Of the spellings of a number (Brazil with and ' +
      'without the ninth digit, Mexico 52/521, Argentina 54/549) the one is used that WhatsApp says exists. Digits: 7 to 15.',
    examples: ['5511987654321'],
  }),
  to: checkedLater({
    type: ['string', 'integer'],
    description: 'Another name for `number`, which goes first. Default: `number` says it. Digits: 7 to 15.',
    examples: ['5511987654321'],
  }),
  delay: checkedLater({
    type: 'integer',
    minimum: SEND_LIMITS.delay.min,
    maximum: SEND_LIMITS.delay.max,
    default: 0,
    description:
      'Seconds for which the chat shows "typing…" before the message goes out; digits in a string do. The call is held ' +
      'for as long, unless the token holds 50 already: it is then answered at once, as `queued`. Hanging up, and a ' +
      'restart, do not stop the message; when the line is closed at that moment, it fails.',
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

/** Headers of every send. Others are left alone. */
export const sendHeaders = z.looseObject({
  'idempotency-key': z
    .string()
    .optional()
    .describe(
      'Your own mark of this call, 1 to 255 visible ASCII characters: repeated within 24 hours with the same body, it ' +
        'sends nothing and answers the same, with `Idempotency-Replayed: true`. Default: every call sends.',
    )
    .meta({ examples: ['order-4711-form'] }),
})

/** Errors that every send may answer with. */
export const SEND_ERRORS = [
  'number_required',
  'message_required',
  'number_invalid',
  'reply_message_not_found',
  'reply_other_instance',
  'private_reply_failed',
  'idempotency_mismatch',
  'too_many_waiting',
  'instance_not_connected',
  'send_failed',
  'account_restricted',
] as const satisfies readonly ErrorCode[]

const textFields = z.object({
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

/** What `POST /api/message/text/:instance` takes. */
export const sendTextSchema = withExamples(textFields.meta(REQUIRED), {
  plain: {
    summary: 'A text',
    value: { number: '5511987654321', message: 'Olá! O seu pedido saiu para entrega.' },
  },
  typed: {
    summary: 'After two seconds of typing, with the card of a link',
    value: {
      number: '5511987654321',
      message: 'Acompanhe aqui: https://loja.example/pedido/4711',
      delay: 2,
      linkPreview: true,
      source: 'crm',
    },
  },
})

export type SendText = z.output<typeof textFields>
