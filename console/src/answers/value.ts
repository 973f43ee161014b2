import type { Reading } from './told.ts'

/** What is known about a value beside its text. */
export type Mark = 'valid' | 'invalid' | 'none'

/** One thing that a person filled in. */
export interface Value {
  /** Tells it from the others of its reading, and finds it in another one. */
  id: string
  label: Label
  text: string
  mark: Mark
  /** A second writing of the same, where both are worth showing: as typed, or as submitted. */
  beside: string | null
}

/** `field`: one of ours, whose name the reader's language has; `question`: as somebody else wrote it. */
export type Label = { type: 'field'; field: FieldName } | { type: 'question'; text: string }

export const ADDRESS_PARTS = [
  'recipientName',
  'street',
  'complement',
  'neighborhood',
  'city',
  'state',
  'postalCode',
  'country',
  'note',
] as const

export type FieldName =
  | 'fullName'
  | 'phoneNumber'
  | 'email'
  | 'cpf'
  | 'cnpj'
  | 'document'
  | 'citizenshipCard'
  | (typeof ADDRESS_PARTS)[number]

/** Everything of a reading, in the order in which forms ask for it. Pure. */
export function valuesOf(reading: Reading | null): Value[] {
  if (!reading) return []
  return [
    ...plain('fullName', reading.fullName),
    ...phone(reading),
    ...email(reading),
    ...document(reading),
    ...plain('citizenshipCard', reading.citizenshipCard),
    ...ADDRESS_PARTS.flatMap((part) => plain(part, reading.deliveryAddress?.[part])),
    ...questions(reading),
  ]
}

function plain(field: FieldName, text: string | undefined): Value[] {
  return text === undefined ? [] : [{ id: field, label: named(field), text, mark: 'none', beside: null }]
}

function phone({ phoneNumber }: Reading): Value[] {
  if (!phoneNumber) return []
  const { e164, raw, valid } = phoneNumber
  const text = e164 ?? raw
  return [
    {
      id: 'phoneNumber',
      label: named('phoneNumber'),
      text,
      mark: valid ? 'valid' : 'invalid',
      beside: text === raw ? null : raw,
    },
  ]
}

function email(reading: Reading): Value[] {
  if (!reading.email) return []
  const { value, valid } = reading.email
  return [{ id: 'email', label: named('email'), text: value, mark: valid ? 'valid' : 'invalid', beside: null }]
}

function document({ cpfOrCnpj }: Reading): Value[] {
  if (!cpfOrCnpj) return []
  const { kind, formatted, valid } = cpfOrCnpj
  const field = kind === 'unknown' ? 'document' : kind
  return [{ id: 'document', label: named(field), text: formatted, mark: valid ? 'valid' : 'invalid', beside: null }]
}

/** Two questions may be written alike: the second one is another. */
function questions({ customFields = [], other = [] }: Reading): Value[] {
  const seen = new Map<string, number>()
  const idOf = (kind: 'question' | 'other', name: string) => {
    const nth = (seen.get(`${kind}:${name}`) ?? 0) + 1
    seen.set(`${kind}:${name}`, nth)
    return nth === 1 ? `${kind}:${name}` : `${kind}:${name}#${nth}`
  }
  return [
    ...customFields.map(({ label, value }): Value => {
      return { id: idOf('question', label), label: asked(label), text: textOf(value), mark: 'none', beside: null }
    }),
    ...other.map(({ key, label, value, display, date }): Value => {
      const submitted = textOf(value)
      const shown = display === undefined ? (date ?? submitted) : textOf(display)
      return {
        id: idOf('other', key),
        label: asked(label),
        text: shown,
        mark: 'none',
        beside: shown === submitted ? null : submitted,
      }
    }),
  ]
}

type Filled = NonNullable<Reading['customFields']>[number]['value']

function textOf(value: Filled): string {
  return Array.isArray(value) ? value.join(', ') : String(value)
}

const named = (field: FieldName): Label => ({ type: 'field', field })
const asked = (text: string): Label => ({ type: 'question', text })

/** An address in one line; empty where none was given. Pure. */
export function addressLine(reading: Reading): string {
  return ADDRESS_PARTS.flatMap((part) => reading.deliveryAddress?.[part] ?? []).join(', ')
}
