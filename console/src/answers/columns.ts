import type { Form } from './told.ts'

/** The columns that every table can show beside who it is. */
export const COLUMNS = [
  'state',
  'answeredAt',
  'fullName',
  'phoneNumber',
  'email',
  'document',
  'address',
  'citizenshipCard',
  'number',
  'createdAt',
  'sentAt',
  'deliveredAt',
  'readAt',
  'expiresAt',
  'late',
  'answerCount',
  'formType',
  'formName',
  'source',
  'flowToken',
  'messageId',
  'failure',
] as const

export type FixedColumn = (typeof COLUMNS)[number]

/** `question:<label>`: what was answered to a question of one's own, or under a key of a flow of one's own. */
export type Column = FixedColumn | `question:${string}`

/** What is shown, in its order, and what can be shown beside it. */
export interface ColumnChoice {
  shown: readonly Column[]
}

export const FIRST_CHOICE: ColumnChoice = {
  shown: ['state', 'phoneNumber', 'email', 'document', 'formName', 'sentAt', 'answeredAt'],
}

/** Longer labels are no headings. */
const LONGEST_LABEL = 120
const MOST_QUESTIONS = 50

/** The columns of questions that the forms of a page ask, or that their answers hold. Pure. */
export function questionsOf(forms: readonly Form[]): Column[] {
  const labels = new Set<string>()
  for (const { customFields, answers } of forms) {
    for (const { label } of [...customFields, ...(answers?.customFields ?? []), ...(answers?.other ?? [])]) {
      if (label.trim() !== '' && label.length <= LONGEST_LABEL) labels.add(label)
      if (labels.size >= MOST_QUESTIONS) return [...labels].map(columnOf)
    }
  }
  return [...labels].map(columnOf)
}

const columnOf = (label: string): Column => `question:${label}`

/** The question that a column shows; null: it is one of ours. Pure. */
export function questionOf(column: Column): string | null {
  return column.startsWith('question:') ? column.slice('question:'.length) : null
}

/** Everything that can be chosen: what is shown in its order, then the rest. Pure. */
export function offered({ shown }: ColumnChoice, questions: readonly Column[]): Column[] {
  return [...new Set<Column>([...shown, ...COLUMNS, ...questions])]
}

/** Shows a column where the list has it, or hides it. `listed`: all that is offered, in the order in which it is. Pure. */
export function toggled({ shown }: ColumnChoice, column: Column, listed: readonly Column[]): ColumnChoice {
  if (shown.includes(column)) return { shown: shown.filter((one) => one !== column) }
  return { shown: listed.filter((one) => one === column || shown.includes(one)) }
}

/** The list with what is shown in its order; what is hidden stays where it was, and what is new comes last. Pure. */
export function listedAnew(listed: readonly Column[], all: readonly Column[], { shown }: ColumnChoice): Column[] {
  const places = [...new Set([...listed, ...all])]
  const queue = [...shown]
  return places.map((column) => (shown.includes(column) ? (queue.shift() ?? column) : column))
}

/** Moves a shown column by one place; at the edge it stays. Pure. */
export function moved({ shown }: ColumnChoice, column: Column, by: -1 | 1): ColumnChoice {
  const at = shown.indexOf(column)
  const to = at + by
  if (at === -1 || to < 0 || to >= shown.length) return { shown }
  const next = shown.filter((one) => one !== column)
  return { shown: next.toSpliced(to, 0, column) }
}

/** Without questions: their labels are somebody's, and not for whoever uses the browser next. Pure. */
export function withoutQuestions({ shown }: ColumnChoice): ColumnChoice {
  return { shown: shown.filter((column) => questionOf(column) === null) }
}

const MOST_SHOWN = 60

/** Reads a choice that was kept; what it does not know, as another console may have kept, is left out. Pure. */
export function readChoice(kept: string | null): ColumnChoice {
  try {
    const told: unknown = JSON.parse(kept ?? 'null')
    if (!Array.isArray(told)) return FIRST_CHOICE
    return { shown: [...new Set(told.filter(isFixed))].slice(0, MOST_SHOWN) }
  } catch {
    return FIRST_CHOICE
  }
}

function isFixed(value: unknown): value is FixedColumn {
  return COLUMNS.some((one) => one === value)
}
