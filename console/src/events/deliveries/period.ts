import type { Period } from './count-period.ts'
import type { ReplayBody } from './delivery-calls.ts'

/** Which deliveries of a webhook are sent again, while somebody chooses. */
export interface PeriodDraft {
  label: string
  /** As a field for day and time has it, in the browser's time zone; '': no bound. */
  from: string
  to: string
  /** '': given up or cancelled. */
  state: '' | 'dead' | 'cancelled' | 'delivered'
}

/** Pure. */
export function isInOrder({ from, to }: PeriodDraft): boolean {
  return from === '' || to === '' || Date.parse(from) < Date.parse(to)
}

/** What is counted; `now` in Unix ms. Pure. */
export function periodOf({ label, from, to, state }: PeriodDraft, now: number): Period {
  return {
    label,
    states: state === '' ? ['dead', 'cancelled'] : [state],
    from: from === '' ? 0 : Date.parse(from),
    to: to === '' ? now + 1 : Date.parse(to),
  }
}

/** What the gateway is asked for. Pure. */
export function bodyOfPeriod({ label, from, to, state }: PeriodDraft): ReplayBody {
  return {
    label,
    ...(from === '' ? {} : { from: new Date(from).toISOString() }),
    ...(to === '' ? {} : { to: new Date(to).toISOString() }),
    ...(state === '' ? {} : { state }),
  }
}
