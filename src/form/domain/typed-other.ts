import { type AnswerField, type AnswerValue, valueText } from './answer-field.ts'

/** An answer that has no place of its own. */
export interface OtherAnswer {
  /** Component name as it came. */
  key: string
  /** For people: the component's label, else the key without its position. */
  label: string
  /** What was submitted; of a choice its option's id. */
  value: AnswerValue
  /** What the person saw, where that differs. */
  display?: string
  /** `YYYY-MM-DD`, where the value is a date. */
  date?: string
}

/** Reads fields that nothing else claimed; empty ones are left out. */
export function readOther(fields: readonly AnswerField[]): OtherAnswer[] {
  return fields.flatMap((field) => {
    if (field.value === null) return []
    const date = readDate(field)
    return [
      {
        key: field.name,
        label: field.label ?? readableKey(field.name),
        value: field.value,
        ...(field.display === null ? {} : { display: valueText(field.display) }),
        ...(date === null ? {} : { date }),
      },
    ]
  })
}

/** `screen_0_Full_Name_1` → `Full_Name`: Meta's flow builder puts the position around the question. */
export function readableKey(name: string): string {
  const readable = name.replace(/^screen_\d+_/, '').replace(/_\d+$/, '')
  return readable === '' ? name : readable
}

const ABOUT_DATE = /date|calendar|fecha|nascimento|nacimiento|birth|(?:^|[\s_])data(?:$|[\s_])/i

const EARLIEST = Date.UTC(1900, 0, 1)
const LATEST = Date.UTC(2200, 0, 1)

/**
 * The day of a date value. ISO dates show by themselves; milliseconds since 1970, as older flow versions send them,
 * look like phone numbers and count only where type, name or label speak of a date. Days are UTC, as Meta's are.
 */
function readDate(field: AnswerField): string | null {
  if (Array.isArray(field.value)) return null
  const text = String(field.value).trim()
  const iso = /^(\d{4}-\d{2}-\d{2})(?:T[\d:.]{4,15}(?:Z|[+-]\d{2}:?\d{2})?)?$/.exec(text)?.[1]
  if (iso !== undefined) return isDay(iso) ? iso : null
  const isAboutDate = [field.type, field.name, field.label].some((hint) => hint !== null && ABOUT_DATE.test(hint))
  if (!isAboutDate || !/^-?\d{8,14}$/.test(text)) return null
  const at = Number(text)
  return at >= EARLIEST && at < LATEST ? new Date(at).toISOString().slice(0, 10) : null
}

function isDay(iso: string): boolean {
  const at = Date.parse(`${iso}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(iso)
}
