import type { InstanceState } from '../kernel/event.ts'
import { type DescribedEvent, withExamples } from '../platform/http/index.ts'
import {
  answerNewsSchema,
  callSchema,
  envelopeOf,
  exchangeSchema,
  formNewsSchema,
  pausedSchema,
  stateSchema,
  statusSchema,
  testNewsSchema,
} from './schema-events.ts'

const QR = 'https://wa.me/settings/linked_devices#aW52ZW50ZWQgcmVm,cHVibGljIGtleQ==,aWRlbnRpdHk=,c2VjcmV0,1'
const TIME = '2026-05-02T12:00:00.000Z'
const PERSON = { jid: '5511987654321@s.whatsapp.net', lid: '240000000000001@lid', name: 'Ana Souza' }
const CHAT = { ...PERSON, type: 'private' as const }
const MESSAGE_ID = '3EB0A1B2C3D4E5F60718'
const ANSWERS = { fullName: 'Ana Souza' }
const FORM = { id: 'frm_1kqm3x5w82abcdefghjk', messageId: MESSAGE_ID, flowToken: 'order-17' }
const ANSWERED = { ...FORM, state: 'answered', answers: ANSWERS }

const about = {
  id: 'evt_00000000001wxyz4',
  timestamp: TIME,
  version: 1 as const,
  instanceData: { baseUrl: 'https://gateway.example', instance: 'shop' },
}

const received = {
  id: '3EB0B2C3D4E5F6071829',
  direction: 'incoming' as const,
  timestamp: TIME,
  chat: CHAT,
  sender: PERSON,
  recipient: { jid: '5511900000000@s.whatsapp.net' },
}

const TEXT = { type: 'text', source: '', isEdit: false, media: null, context: null, interactive: null }

const messageExchange = withExamples(envelopeOf('message.exchange', exchangeSchema), {
  text: {
    summary: 'A text came in',
    value: {
      ...about,
      event: 'message.exchange',
      data: { ...received, reply: null, message: { ...TEXT, content: 'Do you deliver on Saturdays?' } },
    },
  },
  edited: {
    summary: 'A text was edited by its author',
    value: {
      ...about,
      event: 'message.exchange',
      data: { ...received, reply: null, message: { ...TEXT, content: 'Do you deliver on Sundays?', isEdit: true } },
    },
  },
  revoked: {
    summary: 'A message was taken back by its author',
    value: {
      ...about,
      event: 'message.exchange',
      data: { ...received, reply: null, message: { ...TEXT, type: 'revoked', content: '' } },
    },
  },
  answer: {
    summary: 'The answer to a form came in',
    value: {
      ...about,
      event: 'message.exchange',
      data: {
        ...received,
        reply: { message_id: MESSAGE_ID, text: 'Please fill in your details.' },
        message: {
          ...TEXT,
          type: 'interactive_response',
          content: 'Sent',
          interactive: {
            name: 'galaxy_message',
            body: 'Sent',
            flow_token: 'order-17',
            response_json: '{"flow_token":"order-17","full_name":"Ana Souza"}',
            answers: ANSWERS,
            form: ANSWERED,
          },
        },
      },
    },
  },
})

const messageStatus = withExamples(envelopeOf('message.status', statusSchema), {
  read: {
    summary: 'A message was read',
    value: {
      ...about,
      event: 'message.status',
      data: { timestamp: TIME, status: 'read', messageIds: [MESSAGE_ID], chat: CHAT, recipient: { jid: CHAT.jid } },
    },
  },
  refused: {
    summary: 'WhatsApp refused a message',
    value: {
      ...about,
      event: 'message.status',
      data: {
        timestamp: TIME,
        status: 'error',
        messageIds: [MESSAGE_ID],
        chat: CHAT,
        recipient: { jid: CHAT.jid },
        error: { code: 'refused', message: 'WhatsApp refused the message' },
      },
    },
  },
})

const stateNews = (news: Pick<InstanceState, 'state' | 'reason' | 'until'>) => ({
  ...about,
  event: 'instance.state' as const,
  data: { ...news, timestamp: TIME, jid: '5511900000000@s.whatsapp.net' },
})

const instanceState = withExamples(envelopeOf('instance.state', stateSchema), {
  qr: {
    summary: 'A QR to scan',
    value: {
      ...about,
      event: 'instance.state',
      data: { state: 'qr_ready', timestamp: TIME, qr: QR },
    },
  },
  lost: {
    summary: 'The connection was lost; it dials again by itself',
    value: {
      ...about,
      event: 'instance.state',
      data: {
        state: 'disconnected',
        timestamp: TIME,
        jid: '5511900000000@s.whatsapp.net',
        reason: 'connection_lost',
      },
    },
  },
  banned: {
    summary: 'WhatsApp banned the number for a while; nothing is dialled until somebody asks',
    value: stateNews({ state: 'temp_banned', reason: 'banned', until: '2026-05-03T12:00:00.000Z' }),
  },
  passkey: {
    summary: 'The account asks for a passkey: it cannot be linked',
    value: {
      ...about,
      event: 'instance.state',
      data: { state: 'passkey_required', timestamp: TIME, reason: 'passkey_required' },
    },
  },
  restricted: {
    summary: 'WhatsApp refused a first message to a stranger; the connection is as it was',
    value: stateNews({ state: 'connected', reason: 'account_restricted' }),
  },
})

const CALL = {
  id: '4F1C2A9B7D3E5F60',
  timestamp: TIME,
  from: PERSON,
  isVideo: false,
  isGroup: false,
  isOffline: false,
  rejected: false,
}

const callUpdate = withExamples(envelopeOf('call.update', callSchema), {
  ringing: {
    summary: 'Somebody calls',
    value: { ...about, event: 'call.update', data: { ...CALL, status: 'ringing' } },
  },
  rejected: {
    summary: 'The gateway rejected the call',
    value: { ...about, event: 'call.update', data: { ...CALL, status: 'rejected', rejected: true } },
  },
})

const formSent = withExamples(envelopeOf('form.sent', formNewsSchema), {
  sent: { summary: 'Sent', value: { ...about, event: 'form.sent', data: { form: { ...FORM, state: 'sent' } } } },
})

const formStatus = withExamples(envelopeOf('form.status', formNewsSchema), {
  read: { summary: 'Read', value: { ...about, event: 'form.status', data: { form: { ...FORM, state: 'read' } } } },
})

const formExpired = withExamples(envelopeOf('form.expired', formNewsSchema), {
  expired: {
    summary: 'Its time is over',
    value: { ...about, event: 'form.expired', data: { form: { ...FORM, state: 'expired' } } },
  },
})

const formAnswered = withExamples(envelopeOf('form.answered', answerNewsSchema), {
  answered: {
    summary: 'Answered',
    value: {
      ...about,
      event: 'form.answered',
      data: { form: ANSWERED, answer: { id: 'ans_1kqm3x5w82abcdefghjk', revision: 1, answers: ANSWERS } },
    },
  },
})

const webhookTest = withExamples(envelopeOf('webhook.test', testNewsSchema), {
  test: {
    summary: 'A test',
    value: { ...about, event: 'webhook.test', data: { label: 'default', timestamp: TIME } },
  },
})

const webhookPaused = withExamples(envelopeOf('webhook.paused', pausedSchema), {
  paused: {
    summary: 'A webhook that has only failed for five days',
    value: {
      ...about,
      event: 'webhook.paused',
      data: { label: 'crm', timestamp: TIME, reason: 'five_days_of_failures' },
    },
  },
})

const NAMED = 'Sent only to those who name it in `events`.'

/** What receivers get, for the documentation: the same on webhooks and WebSockets. */
export const DESCRIBED_EVENTS: Record<string, DescribedEvent> = {
  'message.exchange': {
    summary: 'A message came in or went out',
    description:
      'Our own sends are told too, as `outgoing`; the answer to a form is an `interactive_response`. An edit or a revoke by the author of a message is told under the `id` of that message.',
    body: messageExchange,
  },
  'message.status': {
    summary: 'News of a message that went out',
    description: 'Read implies delivered; whether a form was opened cannot be seen.',
    body: messageStatus,
  },
  'instance.state': {
    summary: 'News of the connection',
    description:
      'Those of one instance keep their order. `reason` is one of `closed_by_us`, `connection_lost`, `timed_out`, `server_unavailable`, `restart_required`, `store_failed`, `proxy_failed`, `gateway_stopped`, `logged_out`, `banned`, `replaced`, `bad_session`, `client_outdated`, `server_not_genuine`, `link_expired`, `passkey_required`, `number_linked_elsewhere`, `number_refused`, `exported` and `account_restricted`. With `account_restricted` the state is told as it is, `connected` or `disconnected`: the connection did not change, but first messages to strangers are stopped for a while. `disconnected` without a reason: an exported instance was resumed.',
    body: instanceState,
  },
  'call.update': {
    summary: 'News of a call',
    description:
      'Calls can be rejected (`autoRejectCalls`), never taken. Those of one call keep their order; each is told once.',
    body: callUpdate,
  },
  'form.sent': { summary: 'A form was sent', description: NAMED, body: formSent },
  'form.status': {
    summary: 'The state of a form changed',
    description: `${NAMED} Every change but \`answered\`, which \`form.answered\` tells.`,
    body: formStatus,
  },
  'form.expired': {
    summary: 'The time of a form is over',
    description: `${NAMED} Of forms with \`expiresIn\`; \`form.status\` tells it too. An answer may still come, marked \`late\`.`,
    body: formExpired,
  },
  'form.answered': {
    summary: 'A form was answered',
    description: `${NAMED} A later answer of the same person is another revision, and told again.`,
    body: formAnswered,
  },
  'webhook.test': {
    summary: 'Somebody tests a webhook',
    description:
      'Sent by `POST /api/events/test/{instance}` alone, and to no webhook but the one that it tests. WebSockets that name it in `events` are told.',
    body: webhookTest,
  },
  'webhook.paused': {
    summary: 'A webhook was paused',
    description: `${NAMED} Not to the webhook itself. Every attempt of five days has failed; what is for it waits until it is configured again.`,
    body: webhookPaused,
  },
}
