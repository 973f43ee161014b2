import { expect } from 'vitest'
import { failure, type Row } from './row.ts'

const unknown = failure('Instance not found')
const names = ({ instances }: { instances: { name: string; token: string }[] }) => instances.map(({ name }) => name)

/** A second account, which has an instance of the same name, sees nothing of the first. */
export const ISOLATION_ROWS: Row[] = [
  {
    says: 'each account lists its own instances',
    method: 'GET',
    path: '/api/instance/list',
    token: ({ rivalAccount }) => rivalAccount,
    status: 200,
    answer: ({ tokens }) => ({ instances: [{ name: 'shop', token: tokens.rival }], meta: { total: 1 } }),
  },
  {
    says: 'names of another account are not there',
    path: '/api/message/form/other',
    token: ({ rivalAccount }) => rivalAccount,
    status: 404,
    answer: unknown,
  },
  {
    says: 'names of another account are not there for settings either',
    method: 'GET',
    path: '/api/instance/getSettings/idle',
    token: ({ rivalAccount }) => rivalAccount,
    status: 404,
    answer: unknown,
  },
  {
    says: 'the same name is another instance',
    token: ({ rivalAccount }) => rivalAccount,
    status: 200,
    answer: { data: { sender: { jid: '5511940000003@s.whatsapp.net' } } },
  },
  {
    says: 'a TokenInstance of another account fits no name but its own',
    path: '/api/message/form/idle',
    token: ({ tokens }) => tokens.rival,
    status: 403,
    answer: failure('Instance token does not match requested instance'),
  },
  {
    says: 'a message of another account cannot be replied to, nor told from one that is not there',
    token: ({ tokens }) => tokens.rival,
    body: ({ written }) => ({ replyTo: written.private }),
    status: 400,
    answer: ({ written }) => failure(`Original message not found (ID: ${written.private})`, 'reply_message_not_found'),
  },
  {
    says: 'the other way round as well',
    body: ({ written }) => ({ replyTo: written.rival }),
    status: 400,
    answer: ({ written }) => failure(`Original message not found (ID: ${written.rival})`, 'reply_message_not_found'),
  },
  {
    says: 'a message of another account is not read back',
    method: 'GET',
    path: ({ written }) => `/api/chat/getMessage/shop?messageId=${written.private}`,
    token: ({ tokens }) => tokens.rival,
    status: 404,
    answer: failure('Message not found'),
  },
  {
    says: 'nor its status',
    method: 'GET',
    path: ({ form }) => `/api/chat/status/shop?messageId=${form.messageId}`,
    token: ({ rivalAccount }) => rivalAccount,
    status: 404,
    answer: failure('Message not found'),
  },
  {
    says: 'nor a message of another instance of the same account',
    method: 'GET',
    path: ({ written }) => `/api/chat/getMessage/shop?messageId=${written.other}`,
    status: 404,
    answer: failure('Message not found'),
  },
  {
    says: 'a form of another account is not there, by token',
    method: 'GET',
    path: ({ form }) => `/api/form/get/shop?flowToken=${encodeURIComponent(form.flowToken)}`,
    token: ({ tokens }) => tokens.rival,
    status: 404,
    answer: failure('Form not found'),
  },
  {
    says: 'nor by message id',
    method: 'GET',
    path: ({ form }) => `/api/form/get/shop?messageId=${form.messageId}`,
    token: ({ tokens }) => tokens.rival,
    status: 404,
    answer: failure('Form not found'),
  },
  {
    says: 'a key of another account is a key of its own',
    headers: { 'idempotency-key': 'row-1' },
    token: ({ tokens }) => tokens.rival,
    body: { message: 'Another body' },
    status: 200,
  },
  {
    says: 'a token that another account uses cannot be chosen',
    method: 'POST',
    path: '/api/instance/new',
    token: ({ rivalAccount }) => rivalAccount,
    body: ({ tokens }) => ({ name: 'copycat', token: tokens.shop }),
    status: 409,
  },
  {
    says: 'the first account never saw the second',
    method: 'GET',
    path: '/api/instance/list',
    token: 'account-token-of-the-journeys',
    status: 200,
    answer: { instances: expect.toSatisfy((list) => names({ instances: list }).join() === 'shop,other,idle') },
  },
]
