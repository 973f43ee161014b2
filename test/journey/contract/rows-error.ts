import { DOCUMENT } from '../../openapi-document.ts'
import { expectText, failure, type Row } from './row.ts'

const nameless = failure('Instance name is required')
const disconnected = failure('Instance is not connected to WhatsApp', 'disconnected')
const ACCOUNT = 'account-token-of-the-journeys'
const json = { 'content-type': 'application/json' }

const FORM = DOCUMENT.paths['/api/message/form/{instance}']?.['post']?.requestBody?.content['application/json']
if (!FORM?.schema.properties) throw new Error('the fields of a form are not described')
const OPTIONAL_FIELDS = Object.keys(FORM.schema.properties).filter((name) => !/^(number|message)$/.test(name))

/** The body with one value in each field that need not be given. */
function everyOptional(value: null | ''): Record<string, unknown> {
  return Object.fromEntries(OPTIONAL_FIELDS.map((name) => [name, value]))
}

function lacksName(path: string): Row {
  return { says: `${path} lacks a name`, path, token: ACCOUNT, status: 400, answer: nameless }
}

/** Errors of every send, and the order of the checks. */
export const ERROR_ROWS: Row[] = [
  ...['form', 'text']
    .flatMap((kind) => [`/api/message/${kind}`, `/api/message/${kind}/`, `/api/message/${kind}/%20`])
    .map(lacksName),
  { says: 'no token', token: null, status: 401, answer: failure('Missing token in header') },
  { says: 'a blank token', token: '  ', status: 401, answer: failure('Missing token in header') },
  { says: 'an unknown token', token: 'nobody-has-this-token', status: 401, answer: failure('Invalid token') },
  {
    says: 'two tokens that differ',
    headers: { authorization: `Bearer ${ACCOUNT}` },
    status: 401,
    answer: failure('Invalid token'),
  },
  { says: 'a TokenAccount does as well', token: ACCOUNT, status: 200 },
  { says: 'a bearer token does as well', token: null, headers: { authorization: `Bearer ${ACCOUNT}` }, status: 200 },
  {
    says: 'an unknown instance',
    token: ACCOUNT,
    path: '/api/message/form/nobody',
    status: 404,
    answer: failure('Instance not found'),
  },
  {
    says: 'a TokenInstance on another instance',
    path: '/api/message/form/other',
    status: 403,
    answer: failure('Instance token does not match requested instance'),
  },
  {
    says: 'not connected',
    path: '/api/message/form/idle',
    token: ({ tokens }) => tokens.idle,
    status: 503,
    answer: disconnected,
  },
  {
    says: 'an unknown route',
    method: 'GET',
    path: '/api/message/nothing/shop',
    status: 404,
    answer: failure('Route not found'),
  },
  { says: 'a known route by another method', method: 'GET', status: 404, answer: failure('Route not found') },
  {
    says: 'a malformed URL',
    method: 'GET',
    path: '/api/message/form/%zz',
    status: 400,
    answer: failure(expectText('Invalid request: ')),
  },
  { says: 'no JSON', raw: '{"number":', headers: json, status: 400, answer: failure(expectText('Invalid request: ')) },
  {
    says: 'a list instead of an object',
    raw: '[1]',
    headers: json,
    status: 400,
    answer: failure(expectText('Invalid request: ')),
  },
  {
    says: 'a text instead of an object',
    raw: '"x"',
    headers: json,
    status: 400,
    answer: failure(expectText('Invalid request: ')),
  },
  {
    says: 'invalid UTF-8',
    raw: '{"message":"\xff"}',
    headers: json,
    status: 400,
    answer: failure(expectText('Invalid request: ')),
  },
  {
    says: 'a body that says it is text',
    raw: '{"number":"1"}',
    headers: { 'content-type': 'text/plain' },
    status: 415,
  },
  {
    says: 'a body that says it is a web form',
    raw: 'number=1',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    status: 415,
    answer: failure('Invalid request: the body must be application/json'),
  },
  {
    says: 'a body over 1 MiB',
    raw: JSON.stringify({ message: 'x'.repeat(1024 * 1024) }),
    headers: json,
    status: 413,
    answer: failure('Invalid request: the body is too large'),
  },
  { says: 'a body of 10 MB', raw: 'x'.repeat(10_000_000), headers: json, status: 413 },

  { says: 'token before instance', token: null, path: '/api/message/form/nobody', status: 401 },
  {
    says: 'instance before body',
    token: ACCOUNT,
    path: '/api/message/form/nobody',
    raw: 'x',
    headers: json,
    status: 404,
  },
  {
    says: 'number before message',
    body: { number: '', message: '' },
    status: 400,
    answer: failure('Number is required'),
  },
  {
    says: 'number before other fields',
    body: { number: '', source: 7, delay: -1 },
    status: 400,
    answer: failure('Number is required'),
  },
  {
    says: 'body before connected',
    path: '/api/message/form/idle',
    token: ({ tokens }) => tokens.idle,
    body: { message: '' },
    status: 400,
    answer: failure('Message is required'),
  },
  {
    says: 'body before idempotency',
    headers: { 'idempotency-key': 'no key at all' },
    body: { message: '' },
    status: 400,
    answer: failure('Message is required'),
  },
  {
    says: 'idempotency before connected',
    path: '/api/message/form/idle',
    token: ({ tokens }) => tokens.idle,
    headers: { 'idempotency-key': 'no key at all' },
    status: 400,
    answer: failure(expectText('Invalid request: Idempotency-Key ')),
  },
  {
    says: 'connected before recipient',
    path: '/api/message/form/idle',
    token: ({ tokens }) => tokens.idle,
    body: { number: 'abc' },
    status: 503,
    answer: disconnected,
  },
  {
    says: 'recipient before reply',
    body: { number: 'abc', replyTo: '3EB0UNKNOWN' },
    status: 400,
    answer: failure(expectText('Invalid phone number format: '), 'invalid_number'),
  },
  { says: 'a key is used once', headers: { 'idempotency-key': 'row-1' }, status: 200 },
  {
    says: 'a key with another body, before the recipient is looked at',
    headers: { 'idempotency-key': 'row-1' },
    body: { number: 'abc' },
    status: 409,
    answer: failure('This Idempotency-Key was used with another body'),
  },

  { says: 'an empty body is {}', raw: '', headers: json, status: 400, answer: failure('Number is required') },
  {
    says: 'an empty body is {} whatever its type',
    raw: '',
    headers: { 'content-type': 'text/plain' },
    status: 400,
    answer: failure('Number is required'),
  },
  { says: 'a body of null is {}', raw: 'null', headers: json, status: 400, answer: failure('Number is required') },
  {
    says: 'a body of white space is {}',
    raw: ' \n',
    headers: json,
    status: 400,
    answer: failure('Number is required'),
  },
  {
    says: 'JSON of another name',
    raw: '{"number":""}',
    headers: { 'content-type': 'application/vnd.x+json; charset=utf-8' },
    status: 400,
    answer: failure('Number is required'),
  },
  {
    says: 'unknown fields are ignored',
    body: { unheardOf: { deep: [1] }, __proto__x: 1, constructor: 2 },
    status: 200,
  },
  {
    says: 'null in every field is not given',
    body: everyOptional(null),
    status: 200,
    answer: { data: { source: 'api', warnings: [] } },
  },
  {
    says: 'the empty string in every field is not given',
    body: everyOptional(''),
    status: 200,
    answer: { data: { source: 'api', warnings: [] } },
  },
  { says: 'a trailing slash is no redirect', path: '/api/message/form/shop/', status: 200 },
]
