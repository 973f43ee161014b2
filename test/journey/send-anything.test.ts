import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ANA, onPhone, openShop, type Shop } from './shop.ts'

const RUNS = Number(process.env['SEND_ANYTHING_RUNS'] ?? 300)
const SEED = Number(process.env['SEND_ANYTHING_SEED'] ?? Math.floor(Math.random() * 2 ** 31))

/** Refusals that a body alone can cause. */
const DOCUMENTED = new Set([
  'number_required',
  'message_required',
  'number_invalid',
  'request_invalid',
  'reply_message_not_found',
  'body_not_json',
  'body_too_large',
])

const FIELDS = [
  ...['number', 'to', 'message', 'delay', 'replyTo', 'replyPrivate', 'source', 'formType', 'buttonLabel', 'flowToken'],
  ...['flowId', 'flowMessageVersion', 'messageVersion', 'buttonParamsJSON', 'fullNameVisible', 'emailVisible'],
  ...['offerName', 'customFields', 'headerText', 'footerText', 'formName', 'replyText', 'expiresIn', 'linkPreview'],
  ...['mention', 'mentionAll', '__proto__', 'constructor', 'toString'],
]

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop?.close())

const value = fc.oneof(
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
  fc.constantFrom(ANA, '+55 11 98765-4321', '120363000000000001@g.us', '1@newsletter', '[]', '{}', '\u0000', '\ud800'),
  fc.integer({ min: -5, max: 400 }),
  fc.json(),
)

/** Bodies that go far are wanted as well: about half have a recipient and a text. */
const body = fc
  .tuple(fc.boolean(), fc.dictionary(fc.constantFrom(...FIELDS), value, { maxKeys: 8 }), fc.integer({ min: 0, max: 1 }))
  .map(([isPlausible, fields, delay]) => ({
    ...fields,
    ...(isPlausible ? { number: ANA, message: fields['message'] ?? 'Oi' } : {}),
    // A valid delay would only make the test wait.
    ...(typeof fields['delay'] === 'number' && fields['delay'] > 1 && fields['delay'] <= 300 ? { delay } : {}),
  }))

test(`any JSON body is sent or refused as documented (seed ${SEED})`, async () => {
  let sent = 0
  const kinds = fc.constantFrom('form', 'text')
  const property = fc.asyncProperty(kinds, body, async (kind, fields) => {
    const raw = Buffer.from(JSON.stringify(fields))
    const reply = await shop.gateway.call('POST', `/api/message/${kind}/shop`, {
      token: shop.token,
      raw,
      headers: { 'content-type': 'application/json' },
      signal: AbortSignal.timeout(8_000),
    })
    if (reply.status === 200) {
      sent += 1
      return
    }
    expect(DOCUMENTED).toContain(reply.body.error.code)
    expect(reply.status).toBe(400)
  })
  await fc.assert(property, { numRuns: RUNS, seed: SEED, endOnFailure: true })
  expect(sent).toBeGreaterThan(RUNS / 20)
}, 600_000)

test(`any bytes at all are refused as documented, and the next send goes through (seed ${SEED})`, async () => {
  const property = fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => {
    const reply = await shop.gateway.call('POST', '/api/message/form/shop', {
      raw: Buffer.from(bytes),
      headers: { 'content-type': 'application/json' },
    })
    expect(reply.status).toBe(400)
    expect(DOCUMENTED).toContain(reply.body.error.code)
  })
  await fc.assert(property, { numRuns: RUNS, seed: SEED, endOnFailure: true })
  const next = await shop.gateway.call('POST', '/api/message/text/shop', { body: { number: ANA, message: 'Oi' } })
  await onPhone(shop.sandbox, ANA, next.body.data.messageId)
})
