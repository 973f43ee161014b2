import type { TypedAnswer } from '../domain/typed.ts'
import type { viewAnswer, viewForm } from '../view.ts'

/** One revision with its form; a form without any answer is one row too. */
export interface ExportRow {
  form: Omit<ReturnType<typeof viewForm>, 'revisions'>
  answer: ReturnType<typeof viewAnswer> | null
}

/** Language of the headings. Null: the names that the API uses, and times with their offset, for programs. */
export type ExportLanguage = 'en' | 'pt' | 'es' | null

export interface ExportOptions {
  /** What stands between two cells of CSV. */
  delimiter: ',' | ';'
  lang: ExportLanguage
  /** IANA zone in which times are told. */
  timezone: string
}

/** What answers were seen to hold beyond the ready-made fields. What is not named here goes into the last column. */
export interface OwnColumns {
  /** Labels of custom questions. */
  custom: readonly string[]
  /** Keys of other fields. */
  other: readonly string[]
}

/** The typed reading of a row; empty where there is no answer or it was erased. */
export function typedOf({ answer }: ExportRow): TypedAnswer {
  return (answer?.answers ?? {}) as TypedAnswer
}
