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
  const keys = new Map(fields.map((field) => [field, keysOf(field)]))
  const left = new Set(fields)
  const pairs = new Map<number, AnswerField>()
  const pairEach = (isMeant: (field: AnswerField, label: string) => boolean) => {
    for (const [question, { label }] of asked.entries()) {
      const field = pairs.has(question) ? undefined : [...left].find((one) => isMeant(one, label))
      if (!field) continue
      pairs.set(question, field)
      left.delete(field)
    }
  }
  pairEach((field, label) => keys.get(field)?.has(asKey(label)) ?? false)
  pairEach(() => true)
  const answers = asked.flatMap(({ label }, question) => {
    const field = pairs.get(question)
    return field && field.value !== null ? [{ label, value: valueText(field.display ?? field.value) }] : []
  })
  return { answers, rest: [...left] }
}

/** Whether a field is the one that was asked with this label. */
export function isAbout(field: AnswerField, label: string): boolean {
  return keysOf(field).has(asKey(label))
}

function keysOf(field: AnswerField): Set<string> {
  const names = [field.name, readableKey(field.name), ...(field.label === null ? [] : [field.label])]
  return new Set(names.map(asKey))
}

/**
 * `Nome da empresa?` → `nomedaempresa`: labels and keys differ in case, accents and what stands between words. A label
 * of signs alone stays as it is.
 */
function asKey(text: string): string {
  const key = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
  return key === '' ? text : key
}
