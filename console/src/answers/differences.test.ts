import { expect, test } from 'vitest'
import { compare, submissionBefore } from './differences.ts'
import { answerOf } from './forms.suite.ts'

test('what changed, came and went between two submissions is told, each once', () => {
  const first = answerOf({ fullName: 'Ana', email: { value: 'a@exemplo.com', valid: true }, citizenshipCard: '1' })
  const second = answerOf({
    fullName: 'Ana',
    email: { value: 'b@exemplo.com', valid: true },
    customFields: [{ label: 'Empresa', value: 'Loja' }],
  })
  const told = compare(second, first).map(({ value, change, before }) => [value.id, change, before])
  expect(told).toEqual([
    ['fullName', 'same', null],
    ['email', 'changed', 'a@exemplo.com'],
    ['question:Empresa', 'new', null],
    ['citizenshipCard', 'gone', '1'],
  ])
})

test('two questions that are written alike are compared each with its own', () => {
  const twice = (one: string, other: string) =>
    answerOf({
      customFields: [
        { label: 'Nome', value: one },
        { label: 'Nome', value: other },
      ],
    })
  const told = compare(twice('a', 'c'), twice('a', 'b')).map(({ change, before }) => [change, before])
  expect(told).toEqual([
    ['same', null],
    ['changed', 'b'],
  ])
})

test('the first submission, and one after an erased one, differ from nothing', () => {
  const answer = answerOf({ fullName: 'Ana' })
  for (const before of [null, answerOf(null)]) {
    expect(compare(answer, before).map(({ change }) => change)).toEqual(['same'])
  }
})

test('in a group everybody is compared with their own submission before', () => {
  const bruno = { jid: null, lid: '240000000000002@lid', name: 'Bruno' }
  const one = answerOf({ fullName: 'Ana' })
  const two = answerOf({ fullName: 'Bruno' }, { from: bruno })
  const three = answerOf({ fullName: 'Ana S.' })
  const four = answerOf({ fullName: 'Bruno L.' }, { from: bruno })
  const all = [one, two, three, four]
  expect(all.map((answer) => submissionBefore(answer, all))).toEqual([null, null, one, two])
})

test('submissions of people who were erased are nobody’s', () => {
  const nobody = { jid: null, lid: null, name: null }
  const all = [answerOf(null, { from: nobody }), answerOf(null, { from: nobody })] as const
  expect(submissionBefore(all[1], all)).toBeNull()
})
