import { expect, test } from 'vitest'
import type { TypedAnswer } from '../domain/typed.ts'
import { exampleRow, OPTIONS } from './example-row.suite.ts'
import type { ExportRow } from './export-row.ts'
import { makeTable } from './table.ts'

const NONE = { custom: [], other: [] }

function shown(row: ExportRow, columns: { custom: string[]; other: string[] } = NONE): Record<string, string> {
  const table = makeTable(OPTIONS, columns)
  const cells = table.cells(row)
  return Object.fromEntries(table.headings.map((heading, index) => [heading, cells[index] ?? '']))
}

const FULL: TypedAnswer = {
  fullName: 'Ana Souza',
  phoneNumber: { e164: '+5511999999999', raw: '11 99999-9999', valid: true },
  email: { value: 'ana@', valid: false },
  cpfOrCnpj: { kind: 'cpf', digits: '52998224725', formatted: '529.982.247-25', valid: true },
  citizenshipCard: '1.234',
  deliveryAddress: { postalCode: '01310-100', city: 'São Paulo', raw: {} },
}

test('every ready-made field has its column', () => {
  expect(shown(exampleRow(FULL))).toMatchObject({
    id: 'frm_1',
    'chat.lid': '',
    createdAt: '2026-05-02T09:00:00-03:00',
    'answer.revision': '1',
    'answer.at': '2026-05-02T09:01:00-03:00',
    'answer.late': 'false',
    'answers.fullName': 'Ana Souza',
    'answers.phoneNumber': '+5511999999999',
    'answers.phoneNumber.valid': 'true',
    'answers.email': 'ana@',
    'answers.email.valid': 'false',
    'answers.cpfOrCnpj': '529.982.247-25',
    'answers.cpfOrCnpj.kind': 'cpf',
    'answers.citizenshipCard': '1.234',
    'answers.deliveryAddress.postalCode': '01310-100',
    'answers.deliveryAddress.country': '',
    'answers.deliveryAddress.city': 'São Paulo',
    more: '',
  })
})

test('a phone number that is none is told as it was typed', () => {
  const row = exampleRow({ phoneNumber: { e164: null, raw: '999', valid: false } })
  expect(shown(row)).toMatchObject({ 'answers.phoneNumber': '999', 'answers.phoneNumber.valid': 'false' })
})

test('a form without an answer has blank answer cells', () => {
  const cells = Object.entries(shown(exampleRow(null)))
  const ofAnswer = cells.filter(([heading]) => heading.startsWith('answer'))
  expect(ofAnswer.filter(([heading, cell]) => cell !== '' && heading !== 'answeredAt')).toEqual([])
  expect(cells).toContainEqual(['state', 'sent'])
})

test('questions with one label share a cell, and what has no column goes into the last one', () => {
  const row = exampleRow({
    customFields: [
      { label: 'Company', value: 'ACME' },
      { label: 'Company', value: 'Filial' },
      { label: 'Plate', value: 'ABC1D23' },
    ],
    other: [
      { key: 'color', label: 'color', value: '0_red', display: 'Red' },
      { key: 'day', label: 'day', value: '1703257240046', date: '2023-12-22' },
      { key: 'sizes', label: 'sizes', value: ['P', 'M'] },
      { key: 'extra', label: 'extra', value: 7 },
    ],
  })
  const { more, ...cells } = shown(row, { custom: ['Company'], other: ['color', 'day', 'sizes'] })
  expect(cells).toMatchObject({
    'customFields.Company': 'ACME\nFilial',
    'other.color': 'Red',
    'other.day': '2023-12-22',
    'other.sizes': 'P, M',
  })
  expect(JSON.parse(more ?? '')).toEqual({
    customFields: [{ label: 'Plate', value: 'ABC1D23' }],
    other: [{ key: 'extra', label: 'extra', value: 7 }],
  })
})

test.each(['en', 'pt', 'es', null] as const)('no two headings are the same (%s)', (lang) => {
  const first = makeTable({ ...OPTIONS, lang }, NONE).headings
  const columns = { custom: [...first, 'a', 'a\0', 'a', 'other.a'], other: ['a', 'screen_0_a_1', 'screen_1_a_0'] }
  const { headings } = makeTable({ ...OPTIONS, lang }, columns)
  expect(new Set(headings).size).toBe(headings.length)
  expect(headings.slice(0, first.length - 1)).toEqual(first.slice(0, -1))
})

test('headings speak the language that was asked for', () => {
  const third = (lang: 'en' | 'pt' | 'es' | null) => makeTable({ ...OPTIONS, lang }, NONE).headings[29]
  expect((['en', 'pt', 'es', null] as const).map(third)).toEqual([
    'Full name',
    'Nome completo',
    'Nombre completo',
    'answers.fullName',
  ])
})

test('more questions than a sheet has columns go into the last one', () => {
  const custom = Array.from({ length: 20_000 }, (_, index) => `q${index}`)
  const table = makeTable(OPTIONS, { custom, other: ['key'] })
  const cells = table.cells(exampleRow({ customFields: [{ label: 'q19999', value: 'last' }] }))
  expect(table.headings).toHaveLength(16_384)
  expect(cells).toHaveLength(16_384)
  expect(cells.at(-1)).toContain('q19999')
})
