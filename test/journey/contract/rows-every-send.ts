import { expect } from 'vitest'
import { ANA, type PhoneMessage, SHOP } from '../shop.ts'
import { failure, type Row, wrongField } from './row.ts'

const contextOf = (message: PhoneMessage['message']) =>
  (message.interactiveMessage ?? message.extendedTextMessage).contextInfo

/** `delay`, `replyTo`, `replyPrivate` and `source` of every send. */
export const SHARED_ROWS: Row[] = [
  { says: 'delay 0 goes at once', body: { delay: 0 }, status: 200, answer: { data: { state: 'sent' } } },
  {
    says: 'delay 1 goes after a second',
    body: { delay: 1 },
    status: 200,
    answer: { data: { state: 'sent' } },
    phone: () => {},
  },
  { says: 'digits in a string do', body: { delay: '1' }, status: 200, answer: { data: { state: 'sent' } } },
  { says: 'delay null is not given', body: { delay: null }, status: 200 },
  wrongField('delay', 'delay is at most 300', { delay: 301 }),
  wrongField('delay', 'delay is not negative', { delay: -1 }),
  wrongField('delay', 'delay is a whole number', { delay: 2.5 }),
  wrongField('delay', 'delay is a number', { delay: 'soon' }),
  wrongField('delay', 'true is no delay', { delay: true }),

  {
    says: 'replyTo quotes a message of the chat',
    body: ({ written }) => ({ replyTo: written.private }),
    status: 200,
    answer: ({ written }) => ({ data: { replyTo: { messageId: written.private } } }),
    phone: ({ message }, { written }) =>
      expect(contextOf(message)).toMatchObject({
        stanzaId: written.private,
        participant: `${ANA}@s.whatsapp.net`,
        quotedMessage: { extendedTextMessage: { text: 'Quanto custa?' } },
      }),
  },
  {
    says: 'replyTo quotes our own message',
    body: ({ form }) => ({ replyTo: form.messageId }),
    status: 200,
    phone: ({ message }, { form }) =>
      expect(contextOf(message)).toMatchObject({ stanzaId: form.messageId, participant: `${SHOP}@s.whatsapp.net` }),
  },
  {
    says: 'replyTo may name a message of another chat',
    body: ({ written }) => ({ replyTo: written.group }),
    status: 200,
    phone: ({ message }, { written, groups }) =>
      expect(contextOf(message)).toMatchObject({ stanzaId: written.group, remoteJid: groups.lid }),
  },
  { says: 'replyTo null and empty are not given', body: { replyTo: null }, status: 200, answer: {} },
  {
    says: 'replyTo unknown',
    body: { replyTo: '3EB0UNKNOWN' },
    status: 400,
    answer: failure('Original message not found (ID: 3EB0UNKNOWN)', 'reply_message_not_found'),
  },
  {
    says: 'replyTo of another instance of the account',
    body: ({ written }) => ({ replyTo: written.other }),
    status: 400,
    answer: failure('Original message does not belong to this instance', 'reply_message_instance_mismatch'),
  },
  wrongField('replyTo', 'replyTo is at most 255 characters', { replyTo: 'x'.repeat(256) }),
  wrongField('replyTo', 'replyTo is a string', { replyTo: ['3EB0'] }),

  {
    says: 'replyPrivate to a message of a group goes to its author, still quoting',
    body: ({ groups, written }) => ({ number: groups.lid, replyTo: written.group, replyPrivate: true }),
    status: 200,
    answer: ({ lids }) => ({ data: { chat: { jid: `${ANA}@s.whatsapp.net`, lid: lids.ana, type: 'private' } } }),
    phone: ({ chat, message }, { groups, lids, written }) => {
      expect(chat).toBe(`${SHOP}@s.whatsapp.net`)
      expect(contextOf(message)).toMatchObject({
        stanzaId: written.group,
        participant: lids.ana,
        remoteJid: groups.lid,
      })
    },
  },
  {
    says: 'replyPrivate to our own message fails with its reason',
    body: ({ groups, ownInGroup }) => ({ number: groups.lid, replyTo: ownInGroup, replyPrivate: true }),
    status: 400,
    answer: failure('Private reply failed: the original message is our own', 'private_reply_failed'),
  },
  {
    says: 'replyPrivate is ignored when the original is from no group',
    body: ({ written }) => ({ replyTo: written.private, replyPrivate: true }),
    status: 200,
    answer: { data: { chat: { jid: `${ANA}@s.whatsapp.net` } } },
  },
  { says: 'replyPrivate without replyTo is nothing', body: { replyPrivate: true }, status: 200 },
  wrongField('replyPrivate', 'replyPrivate is a flag', { replyPrivate: 'maybe' }),

  { says: 'source is echoed', body: { source: 'crm' }, status: 200, answer: { data: { source: 'crm' } } },
  { says: 'source is api by default', body: {}, status: 200, answer: { data: { source: 'api' } } },
  { says: 'source null is not given', body: { source: null }, status: 200, answer: { data: { source: 'api' } } },
  {
    says: 'source of 100 characters',
    body: { source: 'é'.repeat(100) },
    status: 200,
    answer: { data: { source: 'é'.repeat(100) } },
  },
  wrongField('source', 'source is at most 100 characters', { source: 'x'.repeat(101) }),
  wrongField('source', 'source is a string', { source: { tag: 'crm' } }),
]
