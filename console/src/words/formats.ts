import { type Language, useLanguage } from './language.ts'

/** Numbers and times as the reader's language writes them, in the browser's time zone. */
export interface Formats {
  number(value: number): string
  /** 0.5 → 50 % */
  percent(share: number): string
  /** Day and time of an ISO 8601 moment; '—' for null. */
  moment(iso: string | null | undefined): string
  day(iso: string): string
  time(iso: string): string
  /** "3 minutes ago" of an ISO 8601 moment, seen from `now` (Unix ms). */
  ago(iso: string, now: number): string
  /** "2 min 5 s" of seconds. */
  duration(seconds: number): string
  /** "3.2 MB" of bytes. */
  bytes(count: number): string
  /** 'one' or 'other' or what the language has. */
  plural(count: number): Intl.LDMLPluralRule
}

const made = new Map<Language, Formats>()

export function useFormats(): Formats {
  return formatsOf(useLanguage())
}

export function formatsOf(language: Language): Formats {
  const known = made.get(language) ?? makeFormats(language)
  made.set(language, known)
  return known
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const

const SIZES = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

function makeFormats(language: Language): Formats {
  const number = new Intl.NumberFormat(language)
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium' })
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'medium' })
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  const plural = new Intl.PluralRules(language)
  const withUnit = (value: number, unit: string) =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }).format(
      value,
    )
  return {
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
    moment: (iso) => (iso ? moment.format(new Date(iso)) : '—'),
    day: (iso) => day.format(new Date(iso)),
    time: (iso) => time.format(new Date(iso)),
    ago(iso, now) {
      const seconds = Math.round((Date.parse(iso) - now) / 1000)
      const [unit, size] = UNITS.find(([, long]) => Math.abs(seconds) >= long) ?? ['second', 1]
      return relative.format(Math.trunc(seconds / size), unit)
    },
    duration(seconds) {
      const at = UNITS.findIndex(([, long]) => seconds >= long)
      const [unit, size] = UNITS[at] ?? ['second', 1]
      const [smaller, smallerSize] = UNITS[at + 1] ?? [null, 1]
      const whole = withUnit(Math.floor(seconds / size), unit)
      const rest = Math.floor((seconds % size) / smallerSize)
      return at === -1 || smaller === null || rest === 0 ? whole : `${whole} ${withUnit(rest, smaller)}`
    },
    bytes(count) {
      const step = Math.min(SIZES.length - 1, Math.floor(Math.log(Math.max(1, count)) / Math.log(1024)))
      return withUnit(count / 1024 ** step, SIZES[step] ?? 'byte')
    },
    plural: (count) => plural.select(count),
  }
}
