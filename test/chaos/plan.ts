import type { Chance } from '../hostile/chance.ts'

/** Something that goes wrong for one number, or that a person does about it. */
export type Fault =
  | { type: 'drop'; how: 'close' | 'kill' }
  | { type: 'offline'; ms: number }
  | { type: 'stream_error'; code: 500 | 503 | 515 }
  | { type: 'nack'; code: number; every: number }
  | { type: 'delay'; ms: number }
  | { type: 'duplicate' }
  | { type: 'withheld' }
  | { type: 'lost_receipts' }
  /** All that stays is over; what the number is in, it stays in. */
  | { type: 'healed' }
  | { type: 'banned'; how: true | 'temporary' }
  | { type: 'outdated' }
  | { type: 'replaced' }
  | { type: 'logged_out' }
  /** Whatever kept it out is over, and a person connects it, by a new code where it was logged out. */
  | { type: 'brought_back' }

export interface Step {
  /** Milliseconds of the run. */
  at: number
  instance: number
  fault: Fault
}

/** Of a hundred faults so many are of each kind; the rest are drops. */
const SHARES: readonly (readonly [number, (chance: Chance) => Fault])[] = [
  [12, (chance) => ({ type: 'offline', ms: chance.whole(200, 2_500) })],
  [14, (chance) => ({ type: 'stream_error', code: chance.one([500, 503, 515] as const) })],
  [8, (chance) => ({ type: 'nack', code: chance.one([421, 463, 475, 479]), every: chance.whole(2, 4) })],
  [8, (chance) => ({ type: 'delay', ms: chance.whole(50, 800) })],
  [7, () => ({ type: 'duplicate' })],
  [5, () => ({ type: 'withheld' })],
  [5, () => ({ type: 'lost_receipts' })],
  [10, () => ({ type: 'healed' })],
  [3, () => ({ type: 'banned', how: true })],
  [3, () => ({ type: 'banned', how: 'temporary' })],
  [3, () => ({ type: 'outdated' })],
  [3, () => ({ type: 'replaced' })],
  [3, () => ({ type: 'logged_out' })],
]

/** Mostly a number has its next fault this soon. */
const SHORTEST_MS = 800
const LONGEST_MS = 6_000

/** A number is out for so long before somebody brings it back, if anybody does. */
const OUT_MS = [1_000, 5_000] as const

/** The time between two storms that hit everybody. */
const STORM_MS = 7_000
const STORM: Fault = { type: 'stream_error', code: 503 }

/** What goes wrong during so many milliseconds, in order; the same for the same chance. */
export function planFaults(chance: Chance, instances: number, lengthMs: number): Step[] {
  const steps: Step[] = []
  for (let instance = 0; instance < instances; instance += 1) {
    let storms = STORM_MS
    for (let at = chance.whole(0, LONGEST_MS); at < lengthMs; ) {
      // Every storm hits everybody at once, but for those who are out.
      for (; storms < at; storms += STORM_MS) steps.push({ at: storms, instance, fault: STORM })
      const fault = chooseFault(chance)
      steps.push({ at, instance, fault })
      if (keepsOut(fault)) {
        at += chance.whole(...OUT_MS)
        // The last third stays out, so that the end has some of each.
        if (at >= lengthMs || (at > (lengthMs * 2) / 3 && chance.next() < 0.6)) break
        steps.push({ at, instance, fault: { type: 'brought_back' } })
        while (storms < at) storms += STORM_MS
      }
      at += chance.whole(SHORTEST_MS, LONGEST_MS)
    }
  }
  return steps.toSorted((one, other) => one.at - other.at)
}

function chooseFault(chance: Chance): Fault {
  let left = chance.whole(0, 99)
  for (const [share, make] of SHARES) {
    if (left < share) return make(chance)
    left -= share
  }
  return { type: 'drop', how: chance.one(['close', 'kill'] as const) }
}

/** Whether a number comes back only when somebody brings it back. Pure. */
export function keepsOut({ type }: Fault): boolean {
  return type === 'banned' || type === 'outdated' || type === 'replaced' || type === 'logged_out'
}

/** What an account is told of the sandbox, as its control API takes it; those that stay go along with every order. */
export type Standing = Record<string, unknown>

/** The faults that stay after this one. Pure. */
export function standingAfter(standing: Standing, fault: Fault): Standing {
  switch (fault.type) {
    case 'nack':
      return { ...standing, nack: { code: fault.code, every: fault.every } }
    case 'delay':
      return { ...standing, delayMs: fault.ms }
    case 'duplicate':
      return { ...standing, duplicate: true }
    case 'withheld':
      return { ...standing, withheld: true }
    case 'lost_receipts':
      return { ...standing, lostReceipts: true }
    case 'banned':
      return { ...standing, banned: fault.how }
    case 'outdated':
      return { ...standing, versionRefused: true }
    case 'healed':
    case 'brought_back':
      return {}
    case 'drop':
    case 'offline':
    case 'stream_error':
    case 'replaced':
    case 'logged_out':
      return standing
  }
}

/** What happens once, now. Pure. */
export function incidentOf(fault: Fault): Standing {
  switch (fault.type) {
    case 'drop':
      return { drop: fault.how }
    case 'offline':
      return { offline: fault.ms }
    case 'stream_error':
      return { streamError: fault.code }
    case 'replaced':
      return { streamError: 'conflict' }
    case 'logged_out':
      return { loggedOut: true }
    default:
      return {}
  }
}

/** The state of an instance that its faults, in order, imply once all that heals by itself has healed. Pure. */
export function impliedState(faults: readonly Fault[]): 'connected' | 'banned' | 'disconnected' | 'loggedout' {
  const last = faults.findLast((fault) => keepsOut(fault) || fault.type === 'brought_back')
  switch (last?.type) {
    case 'banned':
      return 'banned'
    case 'outdated':
    case 'replaced':
      return 'disconnected'
    case 'logged_out':
      return 'loggedout'
    default:
      return 'connected'
  }
}
