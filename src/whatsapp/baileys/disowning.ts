import type { DisownReason } from '../port.ts'
import type { Farewell } from './disconnect.ts'

/** A link that was just made and must not be: it ends in that, whatever happens on the way to telling WhatsApp. */
export interface Disowning {
  /** Why it must not be; null while nothing is disowned. */
  readonly reason: DisownReason | null
  /** False when it is disowned already. */
  begin(reason: DisownReason): boolean
  /** What an end means: a device that WhatsApp cannot be told about any more is erased all the same. */
  judge(last: Farewell): Farewell
}

export function createDisowning(): Disowning {
  let reason: DisownReason | null = null
  return {
    get reason() {
      return reason
    },
    begin(wanted) {
      if (reason !== null) return false
      reason = wanted
      return true
    },
    judge(last) {
      if (reason === null || last.reason === 'closed_by_us') return last
      if (last.next !== 'stay_closed' && last.next !== 'forget') return last
      const end: Farewell = { reason, next: 'forget' }
      reason = null
      return end
    },
  }
}
