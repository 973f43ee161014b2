import { expect, test } from 'vitest'
import { isNarrowed, mayPass, NOBODY, queryOf, readAddress } from './filter.ts'
import { formOf } from './forms.suite.ts'

test('an address keeps what it knows, and nothing that names a person', () => {
  const search = {
    state: 'answered',
    formType: 'custom',
    formName: 2026,
    source: ' crm ',
    from: '2026-05-01',
    to: '2026-05-31',
    q: 'ana',
    number: '5511987654321',
    other: 1,
  }
  expect(readAddress(search)).toEqual({
    ...{ state: 'answered', formType: 'custom', formName: '2026', source: 'crm' },
    ...{ from: '2026-05-01', to: '2026-05-31' },
  })
})

test('an address that somebody made up narrows nothing', () => {
  const search = { state: 'gone', formType: ['custom'], formName: {}, source: '', from: 'yesterday', to: '2026-13-45' }
  expect(readAddress(search)).toEqual({})
})

test('a period is from the first moment of a day to the last of another, where the reader is', () => {
  const { from = '', to = '' } = queryOf({ from: '2026-05-01', to: '2026-05-01' }, NOBODY)
  expect(new Date(from).getHours()).toBe(0)
  expect(new Date(from).getDate()).toBe(1)
  expect(new Date(to).getDate()).toBe(2)
  expect(new Date(to).getHours()).toBe(0)
})

test('blank words are no filter', () => {
  expect(queryOf({}, { q: '  ', number: '' })).toEqual({})
  expect(isNarrowed({}, { q: ' ', number: '' })).toBe(false)
  expect(isNarrowed({}, { q: 'ana', number: '' })).toBe(true)
})

test('what is new is told only where it passes what is narrowed by', () => {
  const form = formOf({ createdAt: new Date(2026, 4, 2, 12).toISOString() })
  expect(mayPass(form, {})).toBe(true)
  expect(mayPass(form, { state: 'sent' })).toBe(false)
  expect(mayPass(form, { formName: 'cadastro', source: 'crm', formType: 'contact_details' })).toBe(true)
  expect(mayPass(form, { source: 'loja' })).toBe(false)
  expect(mayPass(form, { from: '2026-05-02', to: '2026-05-02' })).toBe(true)
  expect(mayPass(form, { from: '2026-05-03' })).toBe(false)
  expect(mayPass(form, { to: '2026-05-01' })).toBe(false)
})
