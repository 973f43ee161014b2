import { type FormwireError, problemWith } from './errors.ts'
import { storable } from './text.ts'

/** Why a request cannot be carried out. Some of the required fields have a literal of their own. */
export interface Refusal {
  type: 'refused'
  problem: 'number_required' | 'message_required' | 'request_invalid'
  /** A clause that follows the path: 'must be a string'. Never repeats what was given. */
  detail: string
  /** The field, as a path: `customFields.2.label`. */
  path: string
}

/** What is sent although WhatsApp may not show it as meant. */
export interface Warning {
  field: string
  message: string
}

/** Lengths of a text in characters (Unicode code points). */
export interface TextBounds {
  /** Beyond it the request is refused. */
  max: number
  /** Beyond it WhatsApp is believed to cut or drop. */
  believed?: number
}

/**
 * Reads fields of a request one by one and remembers the first that is wrong. `null` and blank mean "not given";
 * digits in a text do for a number.
 */
export interface FieldReader {
  readonly refusal: Refusal | null
  readonly warnings: Warning[]
  refuse(path: string, detail: string, problem?: Refusal['problem']): void
  warn(field: string, message: string): void
  /** The text as given, without NUL; null when not given. */
  text(path: string, value: unknown, bounds: TextBounds): string | null
  /** As `text`, for codes that are written in digits: a whole number does too. */
  code(path: string, value: unknown, bounds: TextBounds): string | null
  /** A whole number between the bounds, both included; null when not given. */
  count(path: string, value: unknown, bounds: { min: number; max: number }): number | null
  flag(path: string, value: unknown): boolean | null
  /** The items as given; none when not given. */
  list(path: string, value: unknown, max: number): unknown[]
}

/**
 * What was read, or the first refusal as the error that the caller gets.
 * @throws request_invalid, number_required, message_required
 */
export function insistRead<Read>(reader: FieldReader, read: Read | null): Read {
  if (reader.refusal) throw errorOf(reader.refusal)
  if (read === null) throw new Error('nothing was read, and nothing refused')
  return read
}

function errorOf({ problem, path, detail }: Refusal): FormwireError {
  const extras = { details: [{ path, message: detail }] }
  return problem === 'request_invalid'
    ? problemWith(extras, problem, `${path} ${detail}`)
    : problemWith(extras, problem)
}

export function createFieldReader(): FieldReader {
  let refusal: Refusal | null = null
  const warnings: Warning[] = []
  const reader: FieldReader = {
    get refusal() {
      return refusal
    },
    warnings,
    refuse(path, detail, problem = 'request_invalid') {
      refusal ??= { type: 'refused', problem, detail, path }
    },
    warn(field, message) {
      warnings.push({ field, message })
    },
    text(path, value, { max, believed }) {
      if (isAbsent(value)) return null
      if (typeof value !== 'string') {
        reader.refuse(path, 'must be a string')
        return null
      }
      const length = characters(value)
      if (length > max) reader.refuse(path, `must have at most ${max} characters`)
      else if (believed !== undefined && length > believed) {
        reader.warn(path, `longer than the ${believed} characters that WhatsApp is believed to show`)
      }
      const text = storable(value, value.length)
      return isAbsent(text) ? null : text
    },
    code(path, value, bounds) {
      return reader.text(path, Number.isSafeInteger(value) ? String(value) : value, bounds)
    },
    count(path, value, { min, max }) {
      if (isAbsent(value)) return null
      const number = typeof value === 'string' && /^\s*\d{1,15}\s*$/.test(value) ? Number(value) : value
      if (typeof number === 'number' && Number.isSafeInteger(number) && number >= min && number <= max) return number
      reader.refuse(path, `must be a whole number from ${min} to ${max}`)
      return null
    },
    flag(path, value) {
      if (isAbsent(value)) return null
      if (typeof value === 'boolean') return value
      if (value === 'true' || value === 'false') return value === 'true'
      reader.refuse(path, 'must be true or false')
      return null
    },
    list(path, value, max) {
      if (isAbsent(value)) return []
      if (!Array.isArray(value)) reader.refuse(path, 'must be an array')
      else if (value.length > max) reader.refuse(path, `must have at most ${max} items`)
      else return value
      return []
    },
  }
  return reader
}

/** Whether a field means "not given". */
export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
}

function characters(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count
}
