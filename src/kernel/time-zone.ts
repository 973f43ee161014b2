/** Days and hours as the people of a place count them. Zones are IANA's names: `America/Sao_Paulo`, `UTC`. */

const formats = new Map<string, Intl.DateTimeFormat>()
const MOST_FORMATS = 50

/** Whether this machine knows the zone. */
export function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** The day of a moment, `YYYY-MM-DD`. `zone` must be known. */
export function dayIn(zone: string, at: number): string {
  return new Date(at + offsetIn(zone, at)).toISOString().slice(0, 10)
}

/** Milliseconds that clocks in `zone` are ahead of UTC at a moment. */
export function offsetIn(zone: string, at: number): number {
  if (zone === 'UTC') return 0
  const seconds = Math.floor(at / 1000) * 1000
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(seconds)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second) - seconds
}

const DAY_MS = 86_400_000

/**
 * The moment at which clocks in `zone` show a local time, given as the Unix milliseconds that it would be in UTC. In the
 * hour that a change of clocks skips: the same distance after the change. In one that comes twice: the first time.
 */
export function momentIn(zone: string, localMs: number): number {
  const asBefore = localMs - offsetIn(zone, localMs - DAY_MS)
  const asAfter = localMs - offsetIn(zone, localMs + DAY_MS)
  const isShown = (at: number) => at + offsetIn(zone, at) === localMs
  return !isShown(asBefore) && isShown(asAfter) ? asAfter : asBefore
}

/** Making one costs a hundred times what using it does. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  if (formats.size >= MOST_FORMATS) formats.clear()
  formats.set(zone, made)
  return made
}
