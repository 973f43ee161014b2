import { expect, test } from 'vitest'
import { checkDraft } from './check.ts'
import { ASKED_BY_DEFAULT, type Draft, EMPTY } from './draft.ts'

const FINE: Draft = { ...EMPTY, number: '+55 11 98765-4321', message: 'Hi' }

const refused = (changes: Partial<Draft>) => Object.fromEntries(checkDraft({ ...FINE, ...changes }).refusals)
const warned = (changes: Partial<Draft>) => Object.fromEntries(checkDraft({ ...FINE, ...changes }).warnings)

const NOTHING_ASKED = Object.fromEntries(Object.keys(ASKED_BY_DEFAULT).map((field) => [field, false])) as Draft['asks']

test('a form with a number and a message is fine', () => {
  expect(refused({})).toEqual({})
  expect(warned({})).toEqual({})
})

test('an empty form lacks its number and its message', () => {
  expect(Object.fromEntries(checkDraft(EMPTY).refusals)).toEqual({
    number: { type: 'required' },
    message: { type: 'required' },
  })
})

test('lengths that WhatsApp is believed to limit are warnings, those of the gateway are refusals', () => {
  const text = (count: number) => 'é'.repeat(count)
  expect(warned({ message: text(1024), buttonLabel: text(20), headerText: text(60), footerText: text(60) })).toEqual({})
  expect(warned({ message: text(1025), buttonLabel: text(21), headerText: text(61), footerText: text(61) })).toEqual({
    message: { type: 'may_be_cut', believed: 1024, count: 1025 },
    buttonLabel: { type: 'may_be_cut', believed: 20, count: 21 },
    headerText: { type: 'may_be_cut', believed: 60, count: 61 },
    footerText: { type: 'may_be_cut', believed: 60, count: 61 },
  })
  expect(refused({ message: text(4097), buttonLabel: text(257), formName: text(101), source: text(101) })).toEqual({
    message: { type: 'too_long', most: 4096, count: 4097 },
    buttonLabel: { type: 'too_long', most: 256, count: 257 },
    formName: { type: 'too_long', most: 100, count: 101 },
    source: { type: 'too_long', most: 100, count: 101 },
  })
})

test('characters are counted as the gateway counts them, an emoji of one code point as one', () => {
  expect(warned({ buttonLabel: '🙂'.repeat(20) })).toEqual({})
})

test('contact details that ask nothing are refused, an offer is not, nor is a question of one’s own', () => {
  expect(refused({ asks: NOTHING_ASKED })).toEqual({ asks: { type: 'no_question' } })
  expect(refused({ asks: NOTHING_ASKED, kind: 'registration_offer' })).toEqual({})
  expect(refused({ asks: NOTHING_ASKED, questions: [{ id: 1, label: 'Company', helperText: '' }] })).toEqual({})
})

test('what another kind of form needs is not asked of this one', () => {
  expect(refused({ offerName: 'x'.repeat(5000), buttonParamsJSON: '{' })).toEqual({})
  expect(refused({ kind: 'own', buttonParamsJSON: '{}', asks: NOTHING_ASKED, buttonLabel: 'x'.repeat(300) })).toEqual(
    {},
  )
})

test('parameters of one’s own are a JSON object of at most 64 KiB, and warn of what Android needs', () => {
  const own = (buttonParamsJSON: string) => refused({ kind: 'own', buttonParamsJSON })['buttonParamsJSON']?.type
  expect([own(''), own('{'), own('[]'), own('null'), own('"x"')]).toEqual([
    'required',
    'no_json',
    'no_object',
    'no_object',
    'no_object',
  ])
  expect(own(JSON.stringify({ a: 'é'.repeat(32 * 1024) }))).toBe('too_many_bytes')
  expect(warned({ kind: 'own', buttonParamsJSON: '{"flow_id":"1","flow_token":" "}' })).toEqual({
    buttonParamsJSON: { type: 'missing_params', names: ['flow_token', 'flow_cta'] },
  })
})

test.each([
  ['delay', '301', { type: 'out_of_range', least: 0, most: 300 }],
  ['delay', '1.5', { type: 'no_number' }],
  ['delay', 'soon', { type: 'no_number' }],
  ['expiresIn', '0', { type: 'out_of_range', least: 1, most: 3660 }],
  ['expiresIn', '3661', { type: 'out_of_range', least: 1, most: 3660 }],
  ['messageVersion', '0', { type: 'out_of_range', least: 1, most: 2_147_483_647 }],
] as const)('%s of %s is refused', (name, typed, refusal) => {
  expect(refused({ [name]: typed })).toEqual({ [name]: refusal })
})

test('a question without a label is refused, wherever it stands, and one that is long is warned of', () => {
  const questions = [
    { id: 7, label: ' ', helperText: '' },
    { id: 3, label: 'x'.repeat(21), helperText: 'y'.repeat(4097) },
  ]
  expect(refused({ questions })).toEqual({
    'questions.7.label': { type: 'required' },
    'questions.3.helperText': { type: 'too_long', most: 4096, count: 4097 },
  })
  expect(warned({ questions })).toEqual({ 'questions.3.label': { type: 'may_be_cut', believed: 20, count: 21 } })
})

test('message version 1 never opens, and a flow id in letters may not', () => {
  expect(warned({ messageVersion: '1', flowId: 'abc' })).toEqual({
    messageVersion: { type: 'never_opens' },
    flowId: { type: 'flow_id' },
  })
  expect(warned({ messageVersion: '2' })).toEqual({ messageVersion: { type: 'version_unproven' } })
})

test('a Brazilian number without its country code is asked about', () => {
  expect(warned({ number: '11 98765-4321' })).toEqual({ number: { type: 'no_country_code' } })
  expect(warned({ number: '+1 212 555 0123' })).toEqual({})
})
