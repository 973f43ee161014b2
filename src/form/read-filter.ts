import { problemWith } from '../kernel/errors.ts'
import { nationalVariants, readRecipient } from '../kernel/phone.ts'
import { isTimeZone } from '../kernel/time-zone.ts'
import { cleanToken } from './domain/answer-field.ts'
import { readMoment } from './domain/period.ts'
import { readSearch } from './domain/search.ts'
import type { FormFilterQuery } from './schema-list.ts'
import type { FormFilter } from './store-list.ts'

/**
 * Reads what a list, a count or an export is narrowed by. `zone`: whose days are meant.
 * @throws request_invalid
 */
export function readFilter(query: FormFilterQuery, zone = 'UTC'): FormFilter {
  return {
    state: query.state,
    formType: query.formType,
    formName: query.formName,
    source: query.source,
    flowToken: query.flowToken === undefined ? undefined : (cleanToken(query.flowToken) ?? ''),
    ...(query.number === undefined ? {} : readNumber(query.number)),
    search: query.q === undefined || query.q.trim() === '' ? undefined : readSearch(query.q),
    ...readPeriod(query, zone),
  }
}

/** @throws request_invalid */
export function readPeriod({ from, to }: { from?: string | undefined; to?: string | undefined }, zone: string) {
  return {
    from: from === undefined ? undefined : insistMoment(from, zone, 'from'),
    to: to === undefined ? undefined : insistMoment(to, zone, 'to'),
  }
}

/** @throws request_invalid */
export function readZone(zone: string | undefined): string {
  if (zone === undefined) return 'UTC'
  if (!isTimeZone(zone)) throw refuse('timezone', 'must be a time zone such as America/Sao_Paulo')
  return zone
}

function insistMoment(text: string, zone: string, end: 'from' | 'to'): number {
  const at = readMoment(text, zone, end)
  if (at === null) throw refuse(end, 'must be a day (2026-05-02) or a moment (2026-05-02T12:00:00Z)')
  return at
}

/** Every writing under which the number may have been sent to; LIDs are looked for behind numbers too. */
function readNumber(text: string): Pick<FormFilter, 'numbers' | 'lid'> {
  const asked = readRecipient(text)
  if (asked.kind === 'invalid') throw refuse('number', asked.detail)
  if (asked.kind === 'phone') return { numbers: nationalVariants(asked.digits) }
  return asked.of === 'lid' ? { lid: asked.jid } : { numbers: [asked.jid] }
}

export function refuse(path: string, message: string) {
  return problemWith({ details: [{ path, message }] }, 'request_invalid', `${path} ${message}`)
}
