import { expect, test } from 'vitest'
import { cellOf, whoOf } from './cells.ts'
import { COLUMNS } from './columns.ts'
import { formOf } from './forms.suite.ts'

test('a value that is invalid is shown as it was typed, and marked', () => {
  const form = formOf({
    answers: {
      phoneNumber: { e164: null, raw: '123', valid: false },
      email: { value: 'ana(at)exemplo', valid: false },
      cpfOrCnpj: { kind: 'unknown', digits: '1', formatted: '1', valid: false },
    },
  })
  expect(cellOf(form, 'phoneNumber')).toEqual({ type: 'text', text: '123', mark: 'invalid' })
  expect(cellOf(form, 'email')).toEqual({ type: 'text', text: 'ana(at)exemplo', mark: 'invalid' })
  expect(cellOf(form, 'document')).toEqual({ type: 'text', text: '1', mark: 'invalid' })
})

test('an answer that was erased says so in each of its columns, and a form without one says nothing', () => {
  const erased = formOf({ answers: null, answerCount: 2 })
  const waiting = formOf({ state: 'sent', answers: null, answerCount: 0, answeredAt: null })
  for (const column of ['fullName', 'email', 'document', 'address', 'question:Empresa'] as const) {
    expect(cellOf(erased, column)).toEqual({ type: 'erased' })
    expect(cellOf(waiting, column)).toEqual({ type: 'none' })
  }
  expect(cellOf(erased, 'answeredAt')).toMatchObject({ type: 'moment' })
})

test('a question shows every answer to it, of choices what the person saw', () => {
  const form = formOf({
    answers: {
      customFields: [
        { label: 'Cor', value: ['azul', 'verde'] },
        { label: 'Cor', value: 'preto' },
      ],
      other: [
        { key: 'c_0', label: 'Cor', value: 'opt_1', display: 'Branco' },
        { key: 'd', label: 'Dia', value: '1703257240046', date: '2023-12-22' },
      ],
    },
  })
  expect(cellOf(form, 'question:Cor')).toMatchObject({ text: 'azul, verde, preto, Branco' })
  expect(cellOf(form, 'question:Dia')).toMatchObject({ text: '2023-12-22' })
  expect(cellOf(form, 'question:Outra')).toEqual({ type: 'none' })
})

test('every column shows something of a bare form', () => {
  const bare = formOf({ answers: null, answerCount: 0, number: '', source: '', formName: null, flowToken: null })
  for (const column of COLUMNS) expect(cellOf(bare, column)).toHaveProperty('type')
})

test('who it is: the name, else where the form went, else nobody', () => {
  expect(whoOf(formOf())).toBe('Ana Souza')
  expect(whoOf(formOf({ answers: { fullName: '  ' } }))).toBe('5511987654321')
  const erased = formOf({ answers: null, number: '', chat: { jid: null, lid: null, type: 'private' } })
  expect(whoOf(erased)).toBeNull()
})
