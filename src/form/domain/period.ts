import { momentIn } from '../../kernel/time-zone.ts'

const DAY_MS = 86_400_000
const DATE = /^\d{4}-\d{2}-\d{2}$/
const MOMENT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+ -]\d{2}:?\d{2})?$/i

/**
 * Reads an end of a period as Unix milliseconds: a day (`2026-05-02`), or a moment of ISO 8601. Days, and moments without
 * an offset, are those of `zone`. As the `to` of a period a day is included whole. Null when it is neither. Pure.
 */
export function readMoment(text: string, zone: string, end: 'from' | 'to'): number | null {
  if (DATE.test(text)) {
    const start = parse(`${text}T00:00:00Z`)
    return start === null ? null : momentIn(zone, end === 'to' ? start + DAY_MS : start)
  }
  const match = MOMENT.exec(text)
  if (!match) return null
  const [, day, time, offset] = match
  if (offset === undefined) {
    const local = parse(`${day}T${time}Z`)
    return local === null ? null : momentIn(zone, local)
  }
  // A plus comes as a space out of a query that was not encoded.
  const signed = offset.replace(' ', '+')
  const spelled = signed.toUpperCase() === 'Z' ? 'Z' : `${signed.slice(0, 3)}:${signed.slice(-2)}`
  return parse(`${day}T${time}${spelled}`)
}

/** Refuses days that no month has: `Date.parse` would take 31 February for one of March. */
function parse(iso: string): number | null {
  const at = Date.parse(iso)
  if (Number.isNaN(at)) return null
  const local = Date.parse(`${iso.slice(0, 10)}T00:00:00Z`)
  return new Date(local).toISOString().startsWith(iso.slice(0, 10)) ? at : null
}
