import { expect } from 'vitest'
import { ANA, BRUNO } from '../shop.ts'
import { failure, type Row, wrongField } from './row.ts'

const path = '/api/message/text/shop'
const mentions = [`${ANA}@s.whatsapp.net`, `${BRUNO}@s.whatsapp.net`]

/** `POST /api/message/text/:instance` and `/api/chat`. */
export const TEXT_ROWS: Row[] = [
  {
    says: 'a text, key by key',
    path,
    body: { message: 'Olá' },
    status: 200,
    answer: {
      success: true,
      message: 'Message sent successfully',
      status: 'sent',
      data: { messageType: 'text', content: 'Olá', direction: 'outgoing', source: 'api', state: 'sent', warnings: [] },
    },
    phone: ({ message }) => {
      const { conversation, messageContextInfo, ...others } = message
      expect([conversation, others]).toEqual(['Olá', {}])
      expect(messageContextInfo.messageSecret).toMatch(/^[A-Za-z0-9+/]{43}=$/)
    },
  },
  {
    says: 'a text needs a number first',
    path,
    body: { number: null, message: null },
    status: 400,
    answer: failure('Number is required'),
  },
  {
    says: 'a text needs a message',
    path,
    body: { message: '  ' },
    status: 400,
    answer: failure('Message is required'),
  },
  { says: 'a text of 65536 characters', path, body: { message: 'x'.repeat(65_536) }, status: 200, phone: () => {} },
  wrongField('message', 'a text is at most 65536 characters', { message: 'x'.repeat(65_537) }, { path }),
  {
    says: 'mention and mentionAll in a group',
    path,
    body: ({ groups, lids }) => ({ number: groups.lid, mention: [ANA, lids.bruno], mentionAll: true }),
    status: 200,
    answer: { data: { mentions } },
    phone: ({ message }) => expect(message.extendedTextMessage.contextInfo.mentionedJid).toEqual(mentions),
  },
  {
    says: 'mention in a private chat is a warning',
    path,
    body: { mention: [BRUNO] },
    status: 200,
    answer: { data: { warnings: [{ field: 'mention', message: expect.any(String) }] } },
  },
  wrongField('mention', 'mention is an array', { mention: ANA }, { path }),
  wrongField('mention.1', 'mention holds numbers', { mention: [ANA, 'ana'] }, { path }),
  wrongField('mention.0', 'mention holds people', { mention: ['120363000000000001@g.us'] }, { path }),
  wrongField('mentionAll', 'mentionAll is a flag', { mentionAll: 'all' }, { path }),
  wrongField('linkPreview', 'linkPreview is a flag', { linkPreview: 'yes' }, { path }),
  {
    says: 'linkPreview without a link is a warning',
    path,
    body: { linkPreview: true },
    status: 200,
    answer: { data: { warnings: [{ field: 'linkPreview', message: expect.any(String) }] } },
  },
  {
    says: 'a reply by text',
    path,
    body: ({ written }) => ({ replyTo: written.private }),
    status: 200,
    answer: ({ written }) => ({ data: { replyTo: { messageId: written.private } } }),
    phone: ({ message }, { written }) =>
      expect(message.extendedTextMessage.contextInfo).toMatchObject({ stanzaId: written.private }),
  },
  {
    says: 'getMessage',
    method: 'GET',
    path: ({ written }) => `/api/chat/getMessage/shop?messageId=${written.private}`,
    status: 200,
    answer: ({ written }) => ({
      success: true,
      message: 'Message found',
      messageId: written.private,
      status: 'found',
      data: {
        content: 'Quanto custa?',
        type: 'text',
        from: `${ANA}@s.whatsapp.net`,
        isGroup: false,
        status: 'received',
      },
    }),
  },
  {
    says: 'getMessage in a group',
    method: 'GET',
    path: ({ written }) => `/api/chat/getMessage/shop?messageId=${written.group}`,
    status: 200,
    answer: ({ groups }) => ({
      data: { isGroup: true, chat: groups.lid, to: groups.lid, from: `${ANA}@s.whatsapp.net` },
    }),
  },
  {
    says: 'getMessage without an id',
    method: 'GET',
    path: '/api/chat/getMessage/shop',
    status: 400,
    answer: failure('Message ID is required (use ?messageId=<message-id>)'),
  },
  {
    says: 'getMessage of an unknown id',
    method: 'GET',
    path: '/api/chat/getMessage/shop?messageId=3EB0NONE',
    status: 404,
    answer: failure('Message not found'),
  },
  {
    says: 'getMessage needs no connection',
    method: 'GET',
    path: '/api/chat/getMessage/idle?messageId=3EB0NONE',
    token: ({ tokens }) => tokens.idle,
    status: 404,
    answer: failure('Message not found'),
  },
  {
    says: 'status',
    method: 'GET',
    path: ({ written }) => `/api/chat/status/shop?messageId=${written.private}`,
    status: 200,
    answer: ({ written }) => ({
      success: true,
      message: 'Message status retrieved successfully',
      message_id: written.private,
      status: 'received',
      status_code: 3,
      direction: 'received',
      chat_jid: `${ANA}@s.whatsapp.net`,
    }),
  },
  {
    says: 'status of our own',
    method: 'GET',
    path: ({ ownInGroup }) => `/api/chat/status/shop?messageId=${ownInGroup}`,
    status: 200,
    answer: { direction: 'sent', status: expect.stringMatching(/^(sent|delivered)$/) },
  },
  {
    says: 'status without an id',
    method: 'GET',
    path: '/api/chat/status/shop?messageId=',
    status: 400,
    answer: failure('messageId query parameter is required'),
  },
  {
    says: 'status of an unknown id',
    method: 'GET',
    path: '/api/chat/status/shop?messageId=3EB0NONE',
    status: 404,
    answer: failure('Message not found'),
  },
]
