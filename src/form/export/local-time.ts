import { offsetIn } from '../../kernel/time-zone.ts'

/** Tells an ISO time in one zone; null is blank. */
export type TellTime = (iso: string | null) => string

/** Zones change their offset on a quarter of an hour. */
const QUARTER_MS = 15 * 60_000

/** Quarters of which the offset is remembered: rows that follow each other are near in time. */
const MOST_REMEMBERED = 4096

/**
 * Times of one zone, to the second: `2026-05-02T09:00:00-03:00`, and `2026-05-02 09:00:00` without offset. Intl, which
 * takes more than twice as long as the arithmetic to tell an offset, is asked once a quarter of an hour.
 */
export function timesIn(timezone: string, withOffset: boolean): TellTime {
  const offsets = new Map<number, number>()
  const offsetAt = (at: number): number => {
    const quarter = Math.floor(at / QUARTER_MS)
    const known = offsets.get(quarter)
    if (known !== undefined) return known
    if (offsets.size >= MOST_REMEMBERED) offsets.clear()
    const offset = offsetIn(timezone, quarter * QUARTER_MS)
    offsets.set(quarter, offset)
    return offset
  }
  return (iso) => {
    if (iso === null) return ''
    const at = Date.parse(iso)
    const offset = offsetAt(at)
    const local = new Date(at + offset).toISOString().slice(0, 19)
    return withOffset ? local + offsetText(offset) : local.replace('T', ' ')
  }
}

function offsetText(offset: number): string {
  const minutes = Math.round(Math.abs(offset) / 60_000)
  const two = (count: number) => String(count).padStart(2, '0')
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
