import { z } from 'zod'
import type { EventType } from '../kernel/event.ts'
import { INSTANCE_STATE_WORDS } from '../kernel/instance-state.ts'

const jid = z.string().nullable().describe('Phone JID or group JID; `null`: not known')
const lid = z.string().nullable().describe('LID, the address without a phone number; `null`: not known')
const name = z.string().nullish().describe('Name that it shows, as far as it is known')
const party = (description: string) => z.object({ jid, lid, name }).describe(description)
const chat = z
  .object({ jid, lid, name, type: z.enum(['private', 'group']).describe('With one person, or a group') })
  .describe('The chat')
const recipient = z.object({ jid }).describe('Whom it went to')
const shownForm = z.looseObject({ id: z.string().describe('Our id of the form') })
const form = shownForm.describe('The form, as `GET /api/form/get/{instance}` shows it')

const interactive = z
  .object({
    name: z.string().describe('`galaxy_message`'),
    body: z.string().describe('Text that stands in the chat for the answer'),
    flow_token: z.string().nullable().describe('Token that came back; `null`: none'),
    response_json: z.string().optional().describe('The raw answer. Left out with `answersInEvents: false`'),
    answers: z
      .record(z.string(), z.unknown())
      .nullish()
      .describe('The typed reading of it; `null`: it could not be read. Left out with `answersInEvents: false`'),
    form: shownForm.nullable().describe('The form that it belongs to; `null`: none of ours'),
  })
  .nullable()
  .describe('The answer to a form; `null`: another kind of message')

/** `data` of `message.exchange`. */
export const exchangeSchema = z
  .object({
    id: z.string().describe('Message id that WhatsApp knows'),
    direction: z.enum(['incoming', 'outgoing']).describe('From a person, or from us'),
    timestamp: z.string().describe('When it was written; of an edit and of `revoked`, when that was done'),
    chat,
    sender: party('Who wrote it'),
    recipient,
    reply: z
      .object({
        message_id: z.string().describe('Id of the quoted message'),
        text: z.string().describe('Its text, as far as it is known'),
      })
      .nullable()
      .describe('What it quotes; `null`: nothing'),
    message: z
      .object({
        type: z
          .string()
          .describe(
            '`text`, `interactive` (a form that went out), `interactive_response` (an answer), `revoked` (its author took it back), `oversized` (too large to be read), …',
          ),
        content: z.string().describe('Its text; empty for `revoked`'),
        source: z.string().describe('Your tag of a send of ours; empty: it came in'),
        isEdit: z.boolean().describe('It replaces an earlier text: that of the message with this `id`'),
        media: z.null().describe('Always `null`: media are not read yet'),
        context: z.null().describe('Always `null`'),
        interactive,
      })
      .describe('What it says'),
  })
  .describe('The message')

/** `data` of `message.status`. */
export const statusSchema = z
  .object({
    timestamp: z.string().describe('When it happened'),
    status: z.enum(['sent', 'delivered', 'read', 'played', 'error']).describe('What became of the messages'),
    messageIds: z.array(z.string()).describe('Ids of the messages'),
    chat,
    recipient,
    error: z
      .object({ code: z.string().describe('Why, for programs'), message: z.string().describe('Why, in a sentence') })
      .optional()
      .describe('With `error`: why'),
  })
  .describe('The news')

/** `data` of `instance.state`. */
export const stateSchema = z
  .object({
    state: z.enum(INSTANCE_STATE_WORDS).describe('What happened to the connection'),
    timestamp: z.string().describe('When'),
    jid: z.string().optional().describe('JID of the linked number'),
    reason: z.string().optional().describe('Why, in one word; the list shows it too, as `connection.reason`'),
    until: z
      .string()
      .optional()
      .describe('With `temp_banned`: when the ban ends, where WhatsApp says so; `connection.bannedUntil` of the list'),
    qr: z.string().optional().describe('With `qr_ready`: what the QR says'),
  })
  .describe('The news')

/** `data` of `call.update`. */
export const callSchema = z
  .object({
    id: z.string().describe('Id that WhatsApp gave the call, the same in all its events'),
    status: z
      .enum(['ringing', 'accepted', 'rejected', 'missed', 'ended'])
      .describe('`missed`: nobody took it in time; `ended`: hung up, or taken on another device'),
    timestamp: z.string().describe('When it happened'),
    from: party('Who calls'),
    isVideo: z.boolean().nullable().describe('A video call; `null`: not known'),
    isGroup: z.boolean().nullable().describe('A call of a group; `null`: not known'),
    isOffline: z.boolean().describe('It happened while the number was not connected'),
    rejected: z.boolean().describe('Rejected by the gateway, as `autoRejectCalls` says'),
  })
  .describe('The news')

/** `data` of `form.sent`, `form.status` and `form.expired`. */
export const formNewsSchema = z.object({ form }).describe('The form')

/** `data` of `form.answered`. */
export const answerNewsSchema = z
  .object({
    form,
    answer: z
      .looseObject({ id: z.string().describe('Our id of the answer') })
      .describe('The answer, as `revisions` of the form shows it'),
  })
  .describe('The form and its answer. With `answersInEvents: false` the values are left out of both')

/** `data` of `webhook.test`. */
export const testNewsSchema = z
  .object({
    label: z.string().describe('Label of the webhook that is tested'),
    timestamp: z.string().describe('When'),
  })
  .describe('Which webhook')

/** `data` of `webhook.paused`. */
export const pausedSchema = z
  .object({
    label: z.string().describe('Which of the webhooks of the instance'),
    timestamp: z.string().describe('When it was paused'),
    reason: z.string().describe('Why, in one word: `five_days_of_failures`'),
  })
  .describe('The news')

/** The whole of an event as receivers get it. */
export function envelopeOf<Type extends EventType, Data extends z.ZodType>(type: Type, data: Data) {
  return z.object({
    id: z.string().describe('Id of the event; ids of an instance sort as the events happened'),
    event: z.literal(type).describe('Event type'),
    timestamp: z.string().describe('When it happened'),
    version: z.literal(1).describe('Version of this envelope'),
    data,
    instanceData: z
      .object({
        baseUrl: z.string().describe('Address of the gateway'),
        instance: z.string().describe('Name of the instance'),
        token: z
          .string()
          .optional()
          .describe('The TokenInstance, only where the operator set `WEBHOOK_INCLUDE_TOKEN`')
          .meta({ examples: ['q3v9k1x7b5n2m8c4z6w0r1t5y9u3p7s2d4f6g8h0'] }),
      })
      .describe('Where it happened'),
  })
}
