import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bodyOf } from '../../console/src/send/body.ts'
import { checkDraft } from '../../console/src/send/check.ts'
import { ASKED_BY_DEFAULT, type Draft, EMPTY } from '../../console/src/send/draft.ts'
import { EXAMPLE_NAMES, EXAMPLES } from '../../console/src/send/examples.ts'
import { startGateway, type TestGateway } from '../journey/gateway.ts'

let gateway: TestGateway

beforeAll(async () => {
  gateway = await startGateway({ environment: { RATE_LIMIT_PER_MINUTE: '20000' } })
  await gateway.call('POST', '/api/instance/new', { body: { name: 'shop' } })
})

afterAll(() => gateway.stop())

const FINE: Draft = { ...EMPTY, number: '5511987654321', message: 'Hi' }
const NOTHING_ASKED = Object.fromEntries(Object.keys(ASKED_BY_DEFAULT).map((field) => [field, false])) as Draft['asks']

const long = (count: number) => 'é'.repeat(count)
const question = (label: string, helperText = '') => ({ id: 1, label, helperText })
const questions = (count: number) => Array.from({ length: count }, (_, id) => ({ id, label: 'x', helperText: '' }))
const own = (buttonParamsJSON: string): Partial<Draft> => ({ kind: 'own', buttonParamsJSON })

/** Drafts on both sides of everything that the gateway looks at before it asks for a line. */
const DRAFTS: readonly Partial<Draft>[] = [
  {},
  { number: ' ' },
  { message: ' \n' },
  ...[4096, 4097].map((count) => ({ message: long(count) })),
  ...[256, 257].map((count) => ({ buttonLabel: long(count) })),
  ...[4096, 4097].map((count) => ({ headerText: long(count) })),
  ...[4096, 4097].map((count) => ({ footerText: long(count) })),
  ...[4096, 4097].map((count) => ({ replyText: long(count) })),
  ...[4096, 4097].map((count) => ({ kind: 'registration_offer' as const, offerName: long(count) })),
  ...[4096, 4097].map((count) => ({ kind: 'registration_offer' as const, offerDescription: long(count) })),
  ...[100, 101].map((count) => ({ formName: long(count) })),
  ...[100, 101].map((count) => ({ source: long(count) })),
  ...[255, 256].map((count) => ({ replyTo: 'x'.repeat(count) })),
  ...[256, 257].map((count) => ({ flowToken: long(count) })),
  ...[256, 257].map((count) => ({ flowId: long(count) })),
  ...[256, 257].map((count) => ({ flowMessageVersion: long(count) })),
  ...['0', '1', '3', '2147483647', '2147483648'].map((messageVersion) => ({ messageVersion })),
  ...['0', '300', '301'].map((delay) => ({ delay })),
  ...['1', '0,5', '3660', '3661'].map((expiresIn) => ({ expiresIn })),
  { asks: NOTHING_ASKED },
  { asks: NOTHING_ASKED, kind: 'registration_offer' },
  { asks: NOTHING_ASKED, questions: [question('Company')] },
  { questions: [question(' ')] },
  ...[256, 257].map((count) => ({ questions: [question(long(count))] })),
  ...[4096, 4097].map((count) => ({ questions: [question('Company', long(count))] })),
  { questions: questions(10) },
  ...['{}', '{', '[]', 'null', '1', ' {"a":1} '].map(own),
  ...[64 * 1024, 64 * 1024 + 1].map((bytes) => own(`{"a":"${'x'.repeat(bytes - 8)}"}`)),
]

test('what the page refuses is what the gateway refuses, field by field', async () => {
  for (const changes of DRAFTS) {
    const draft = { ...FINE, ...changes }
    const isRefused = checkDraft(draft).refusals.size > 0
    const reply = await gateway.call('POST', '/api/message/form/shop', { body: bodyOf(draft) })
    // A number that is not linked has no line: that is looked at after the body.
    expect([reply.status, JSON.stringify(changes).slice(0, 120)]).toEqual([
      isRefused ? 400 : 503,
      JSON.stringify(changes).slice(0, 120),
    ])
  }
})

interface Documented {
  paths: Record<
    string,
    { post: { requestBody: { content: Record<string, { examples: Record<string, { value: object }> }> } } }
  >
}

test('the examples are those of the documentation, but for the number, which is left to who sends', () => {
  const documented = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as Documented
  const { content } = documented.paths['/api/message/form/{instance}']?.post.requestBody ?? { content: {} }
  const examples = content['application/json']?.examples ?? {}
  expect(Object.keys(examples).toSorted()).toEqual(EXAMPLE_NAMES.toSorted())
  for (const name of EXAMPLE_NAMES) {
    const { number: _, ...rest } = { number: '', ...examples[name]?.value }
    const { number, ...body } = bodyOf(EXAMPLES[name])
    expect(number).toBe('')
    // The kind of form that is meant without a word is not said.
    expect({ formType: 'contact_details', ...body }).toEqual({ formType: 'contact_details', ...rest })
  }
})
