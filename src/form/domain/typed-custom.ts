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
  if (asked.length === 0) return { answers: [], rest: [...fields] }
  const byKey = indexByKey(fields)
  const left = new Set(fields)
  const pairs = new Map<number, AnswerField>()
  const pairEach = (find: (label: string) => AnswerField | undefined) => {
    for (const [question, { label }] of asked.entries()) {
      const field = pairs.has(question) ? undefined : find(label)
      if (!field) continue
      pairs.set(question, field)
      left.delete(field)
    }
  }
  pairEach((label) => byKey.get(asKey(label))?.find((field) => left.has(field)))
  pairEach(() => left.values().next().value)
  const answers = asked.flatMap(({ label }, question) => {
    const field = pairs.get(question)
    return field && field.value !== null ? [{ label, value: valueText(field.display ?? field.value) }] : []
  })
  return { answers, rest: [...left] }
}

/**
 * Names and labels that are read as keys, in characters of all fields together; what comes after is paired by its order
 * alone. Ready-made forms have at most 35 questions, an answer may have 2,000 fields.
 */
const MOST_KEY_TEXT = 32_768

function indexByKey(fields: readonly AnswerField[]): Map<string, AnswerField[]> {
  const byKey = new Map<string, AnswerField[]>()
  let read = 0
  for (const field of fields) {
    read += field.name.length + (field.label?.length ?? 0)
    if (read > MOST_KEY_TEXT) break
    for (const key of keysOf(field)) {
      const same = byKey.get(key)
      if (same) same.push(field)
      else byKey.set(key, [field])
    }
  }
  return byKey
}

/** Whether a field is one that was asked with one of these labels. */
export function isAbout(field: AnswerField, asked: readonly { label: string }[]): boolean {
  const keys = keysOf(field)
  return asked.some(({ label }) => keys.has(asKey(label)))
}

function keysOf(field: AnswerField): Set<string> {
  const names = new Set([field.name, readableKey(field.name), ...(field.label === null ? [] : [field.label])])
  return new Set([...names].map(asKey))
}

/** One character may become eighteen of a key. */
const LONGEST_KEY = 512

/**
 * `Nome da empresa?` → `nomedaempresa`: labels and keys differ in case, accents and what stands between words. A label
 * of signs alone stays as it is.
 */
function asKey(text: string): string {
  const key = text
    .normalize('NFKD')
    .slice(0, LONGEST_KEY)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
  return key === '' ? text : key
}
