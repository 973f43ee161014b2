import { expect, test } from 'vitest'
import { bodyOf, readCount } from './body.ts'
import { ASKED_BY_DEFAULT, EMPTY } from './draft.ts'

test('what was not touched is not said', () => {
  expect(bodyOf({ ...EMPTY, number: '5511987654321', message: 'Hi' })).toEqual({
    number: '5511987654321',
    message: 'Hi',
  })
})

test('a form of one kind says nothing of the others', () => {
  const typed = { ...EMPTY, number: '1', message: 'x', offerName: 'Offer', buttonLabel: 'Go', buttonParamsJSON: '{}' }
  expect(bodyOf(typed)).toEqual({ number: '1', message: 'x', buttonLabel: 'Go' })
  expect(bodyOf({ ...typed, kind: 'own' })).toEqual({ number: '1', message: 'x', buttonParamsJSON: '{}' })
  expect(bodyOf({ ...typed, kind: 'registration_offer' })).toMatchObject({
    formType: 'registration_offer',
    offerName: 'Offer',
  })
})

test('only the questions that differ from the default are said, and times are seconds', () => {
  const draft = {
    ...EMPTY,
    asks: { ...ASKED_BY_DEFAULT, email: false, citizenshipCard: true },
    questions: [
      { id: 1, label: 'Company', helperText: ' ' },
      { id: 2, label: 'Role', helperText: 'Yours' },
    ],
    expiresIn: '1,5',
    expiresUnit: 'hours' as const,
    delay: '0',
    messageVersion: '3',
    flowMessageVersion: '4',
  }
  expect(bodyOf(draft)).toEqual({
    number: '',
    message: '',
    emailVisible: false,
    citizenshipCardVisible: true,
    customFields: [{ label: 'Company' }, { label: 'Role', helperText: 'Yours' }],
    expiresIn: 5400,
  })
})

test('texts go out as they were typed, spaces and all', () => {
  expect(bodyOf({ ...EMPTY, message: ' a\n ', headerText: '  ', footerText: ' b' })).toMatchObject({
    message: ' a\n ',
    footerText: ' b',
  })
})

test.each([
  ['2', 2],
  [' 1,5 ', 1.5],
  ['0.25', 0.25],
  ['', null],
  ['-1', null],
  ['1e3', null],
  ['two', null],
])('%j is the number %j', (typed, number) => {
  expect(readCount(typed)).toBe(number)
})
