import { type AnswerField, valueText } from './answer-field.ts'
import { readableKey } from './typed-other.ts'

/** What a person answered to a custom question, under the label with which it was asked. */
export interface CustomAnswer {
  label: string
  value: string
}

export interface CustomReading {
  answers: CustomAnswer[]
  /** Fields that answer no custom question. */
  rest: AnswerField[]
}

/**
 * Pairs custom questions with fields: first by label, or by a name that is the label written as a key, then the
 * questions that are left with the fields that are left, in order. How WhatsApp names these fields is not known for
 * certain. Fields left empty keep their place in that order, and are absent from the answers.
 */
export function readCustom(fields: readonly AnswerField[], asked: readonly { label: string }[]): CustomReading {
  const pairs = new Map<number, AnswerField>()
  const taken = new Set<AnswerField>()
  const pair = (question: number, field: AnswerField | undefined) => {
    if (!field) return
    pairs.set(question, field)
    taken.add(field)
  }
  for (const [question, { label }] of asked.entries()) {
    pair(
      question,
      fields.find((field) => !taken.has(field) && isAbout(field, label)),
    )
  }
  for (const question of asked.keys()) {
    if (!pairs.has(question))
      pair(
        question,
        fields.find((field) => !taken.has(field)),
      )
  }
  const answers = asked.flatMap(({ label }, question) => {
    const field = pairs.get(question)
    return field && field.value !== null ? [{ label, value: valueText(field.display ?? field.value) }] : []
  })
  return { answers, rest: fields.filter((field) => !taken.has(field)) }
}

/** Whether a field is the one that was asked with this label. */
export function isAbout(field: AnswerField, label: string): boolean {
  const asked = asKey(label)
  if (asked === '') return field.label === label
  if (field.label !== null && asKey(field.label) === asked) return true
  return asKey(field.name) === asked || asKey(readableKey(field.name)) === asked
}

/** `Nome da empresa?` → `nomedaempresa`: labels and keys differ in case, accents and what stands between words. */
function asKey(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}
