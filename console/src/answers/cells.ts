import type { FormType } from '../api/form-kinds.ts'
import { type Column, type FixedColumn, questionOf } from './columns.ts'
import { type Form, type FormState, isErased } from './told.ts'
import { addressLine, type Mark } from './value.ts'

/** What stands in a cell of the table. */
export type Cell =
  | { type: 'text'; text: string; mark: Mark }
  | { type: 'code'; text: string }
  | { type: 'moment'; at: string }
  | { type: 'state'; state: FormState; late: boolean }
  | { type: 'formType'; formType: FormType }
  | { type: 'failure'; code: string; message: string }
  | { type: 'yes' }
  | { type: 'count'; count: number }
  /** It was there, and was erased. */
  | { type: 'erased' }
  /** It was not asked, not filled in, or did not happen. */
  | { type: 'none' }

const NONE: Cell = { type: 'none' }

/** What a column shows of a form. Pure. */
export function cellOf(form: Form, column: Column): Cell {
  const question = questionOf(column)
  if (question !== null) return ofAnswer(form, answersTo(form, question), 'none')
  return fixedCell(form, column as FixedColumn)
}

function fixedCell(form: Form, column: FixedColumn): Cell {
  const { answers } = form
  switch (column) {
    case 'state':
      return { type: 'state', state: form.state, late: form.late }
    case 'answeredAt':
    case 'createdAt':
    case 'sentAt':
    case 'deliveredAt':
    case 'readAt':
    case 'expiresAt':
      return momentCell(form[column])
    case 'fullName':
    case 'citizenshipCard':
      return ofAnswer(form, answers?.[column], 'none')
    case 'phoneNumber':
      return ofAnswer(form, answers?.phoneNumber?.e164 ?? answers?.phoneNumber?.raw, markOf(answers?.phoneNumber))
    case 'email':
      return ofAnswer(form, answers?.email?.value, markOf(answers?.email))
    case 'document':
      return ofAnswer(form, answers?.cpfOrCnpj?.formatted, markOf(answers?.cpfOrCnpj))
    case 'address':
      return ofAnswer(form, answers ? addressLine(answers) : undefined, 'none')
    case 'number':
    case 'flowToken':
    case 'messageId':
      return form[column] ? { type: 'code', text: form[column] } : NONE
    case 'formName':
    case 'source':
      return textCell(form[column])
    case 'failure':
      return form.failure ? { type: 'failure', ...form.failure } : NONE
    case 'late':
      return form.late ? { type: 'yes' } : NONE
    case 'answerCount':
      return { type: 'count', count: form.answerCount }
    case 'formType':
      return { type: 'formType', formType: form.formType }
  }
}

function ofAnswer(form: Form, text: string | undefined, mark: Mark): Cell {
  if (isErased(form)) return { type: 'erased' }
  return text ? { type: 'text', text, mark } : NONE
}

function answersTo({ answers }: Form, question: string): string | undefined {
  const custom = (answers?.customFields ?? []).filter(({ label }) => label === question).map(({ value }) => value)
  const other = (answers?.other ?? [])
    .filter(({ label }) => label === question)
    .map(({ display, date, value }) => display ?? date ?? value)
  return [...custom, ...other].flat().join(', ') || undefined
}

const textCell = (text: string | null): Cell => (text ? { type: 'text', text, mark: 'none' } : NONE)
const momentCell = (at: string | null): Cell => (at ? { type: 'moment', at } : NONE)
const markOf = (value: { valid: boolean } | undefined): Mark =>
  value === undefined ? 'none' : value.valid ? 'valid' : 'invalid'

/** By what a person knows whose form it is: the name that was filled in, else where it went; null: erased. Pure. */
export function whoOf(form: Form): string | null {
  return form.answers?.fullName?.trim() || form.number || form.chat.jid || form.chat.lid || null
}
