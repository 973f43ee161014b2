import { type JsonBounds, parseGuarded } from './json.ts'

/** One value of an answer. Objects in it (a picked file, say) are their JSON text. */
export type Scalar = string | number | boolean

export type AnswerValue = Scalar | Scalar[]

/** One question of a form with what the person said. */
export interface AnswerField {
  /** Name of the component, as it came. */
  name: string
  /** As the phone showed it; null where it was blank, as Android leaves it in the ready-made forms. */
  label: string | null
  /** Component type of the response message (`TextInput`, `DatePicker`, …), where it says one. */
  type: string | null
  /** What was submitted: of a choice its option's id, where both are known. Null: left empty. */
  value: AnswerValue | null
  /** The title that the person saw, where it differs from `value`. */
  display: AnswerValue | null
}

/** Longest single value that is taken over; the raw text holds the rest. UTF-16 units. */
const LONGEST_VALUE = 16_384
const LONGEST_NAME = 256

/** In UTF-8 at most 1536 bytes: an index of PostgreSQL takes no entry above 2704. */
const LONGEST_TOKEN = 512
const MOST_ELEMENTS = 1_000
const LIST_BOUNDS: JsonBounds = { bytes: 262_144, depth: 2, values: MOST_ELEMENTS }

/**
 * Text that every store takes: without NUL, which PostgreSQL refuses, without lone surrogates, and cut at `longest`
 * UTF-16 units, never inside a character.
 */
export function cleanText(text: string, longest: number = LONGEST_VALUE): string {
  const whole = text.replaceAll('\u0000', '').toWellFormed()
  if (whole.length <= longest) return whole
  const endsInside = /[\ud800-\udbff]/.test(whole.charAt(longest - 1))
  return whole.slice(0, endsInside ? longest - 1 : longest)
}

/** A name or label: cleaned, short, null when blank. */
export function cleanName(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const text = cleanText(value, LONGEST_NAME)
  return text.trim() === '' ? null : text
}

/** A `flow_token` as it is kept and looked for, of forms and answers alike: a longer one is cut. Null when blank. */
export function cleanToken(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const token = cleanText(value, LONGEST_TOKEN)
  return token.trim() === '' ? null : token
}

/** Reads a value of `paramsJson`; null, blank and empty are null. Depth is bounded by who parsed it. */
export function readValue(value: unknown): AnswerValue | null {
  if (typeof value === 'string') return readText(value)
  if (!Array.isArray(value)) return readScalar(value)
  const elements = value.slice(0, MOST_ELEMENTS).map(readScalar)
  const given = elements.filter((element) => element !== null)
  return given.length === 0 ? null : given
}

/** A text that is itself a list, `["0_Blue","1_Red"]`, is how some phones send several choices. */
function readText(text: string): AnswerValue | null {
  const trimmed = text.trim()
  if (trimmed === '') return null
  if (trimmed.startsWith('[') && trimmed.endsWith(']')) {
    const list = readList(trimmed)
    if (list) return list
  }
  return cleanText(text)
}

function readList(text: string): Scalar[] | null {
  const parsed = parseGuarded(text, LIST_BOUNDS)
  if (parsed.type === 'broken' || !Array.isArray(parsed.value)) return null
  const elements = parsed.value.map(readScalar).filter((element) => element !== null)
  return elements.length === 0 ? null : elements
}

function readScalar(value: unknown): Scalar | null {
  switch (typeof value) {
    case 'string': {
      const text = cleanText(value)
      return text.trim() === '' ? null : text
    }
    case 'number':
      return Number.isFinite(value) ? value : null
    case 'boolean':
      return value
    case 'object':
      return value === null ? null : cleanText(JSON.stringify(value))
    default:
      return null
  }
}

/** A value as one line of text; elements of a list are joined by a comma and a space. */
export function valueText(value: AnswerValue): string {
  return Array.isArray(value) ? value.join(', ') : String(value)
}
