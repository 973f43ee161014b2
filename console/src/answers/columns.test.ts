import { expect, test } from 'vitest'
import {
  COLUMNS,
  type Column,
  FIRST_CHOICE,
  listedAnew,
  moved,
  offered,
  questionsOf,
  readChoice,
  toggled,
  withoutQuestions,
} from './columns.ts'
import { formOf } from './forms.suite.ts'

test('labels of questions stayed in the browser for whoever signed in next', () => {
  expect(withoutQuestions({ shown: ['email', 'question:Doença', 'state'] })).toEqual({ shown: ['email', 'state'] })
})

test('a choice that was kept comes back, without what is no column or was kept of questions', () => {
  expect(readChoice('["email","state","question:Empresa","email","__proto__",7,"question:"]')).toEqual({
    shown: ['email', 'state'],
  })
})

test.each([null, '', '{', '{}', '7'])('what was kept and is no choice (%s) is the first one again', (kept) => {
  expect(readChoice(kept)).toBe(FIRST_CHOICE)
})

test('no column at all may be chosen', () => {
  expect(readChoice('[]')).toEqual({ shown: [] })
})

test('questions are those that forms ask and answers hold, each once; what is no heading is left out', () => {
  const forms = [
    formOf({ customFields: [{ label: 'Empresa' }, { label: ' ' }, { label: 'x'.repeat(121) }] }),
    formOf({
      answers: {
        customFields: [{ label: 'Empresa', value: 'Loja' }],
        other: [{ key: 'screen_0_Date_1', label: 'Date', value: '1' }],
      },
    }),
  ]
  expect(questionsOf(forms)).toEqual(['question:Empresa', 'question:Date'])
})

test('a hostile answer of thousands of keys offers fifty', () => {
  const other = Array.from({ length: 2_000 }, (_, index) => ({ key: `k${index}`, label: `k${index}`, value: '' }))
  expect(questionsOf([formOf({ answers: { other } })])).toHaveLength(50)
})

test('a column that is shown again stands where the list has it: nothing moves from under the pointer', () => {
  const choice = { shown: ['state', 'email', 'source'] as Column[] }
  const listed = listedAnew([], offered(choice, []), choice)
  const without = toggled(choice, 'email', listed)
  expect(without.shown).toEqual(['state', 'source'])
  expect(listedAnew(listed, offered(without, []), without)).toEqual(listed)
  expect(toggled(without, 'email', listed).shown).toEqual(['state', 'email', 'source'])
})

test('a column moves by one place and not past the edge', () => {
  const choice = { shown: ['state', 'email', 'source'] as Column[] }
  expect(moved(choice, 'email', -1).shown).toEqual(['email', 'state', 'source'])
  expect(moved(choice, 'email', 1).shown).toEqual(['state', 'source', 'email'])
  expect(moved(choice, 'state', -1).shown).toEqual(choice.shown)
  expect(moved(choice, 'source', 1).shown).toEqual(choice.shown)
  expect(moved(choice, 'late', 1).shown).toEqual(choice.shown)
})

test('every column is offered once, what is shown first', () => {
  const all = offered({ shown: ['source', 'question:Empresa'] }, ['question:Empresa', 'question:Outra'])
  expect(all.slice(0, 2)).toEqual(['source', 'question:Empresa'])
  expect(all).toHaveLength(COLUMNS.length + 2)
  expect(new Set(all).size).toBe(all.length)
})
