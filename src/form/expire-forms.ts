import type { Clock, Timer } from '../kernel/clock.ts'
import type { Announce } from '../message/index.ts'
import type { Store } from '../platform/db/store.ts'
import { faultOf, type Log } from '../platform/log.ts'
import { announceForm } from './announce-form.ts'
import { moveForm } from './change-form.ts'
import { findDue, findNextExpiry } from './store.ts'

export interface ExpiryDeps {
  store: Store
  clock: Clock
  announce: Announce
  log: Log
}

/** Makes forms `expired` when their time is over. What was due while no process ran is due at the next start. */
export interface Expiry {
  /** Minds a form that runs out at this time; null: never. */
  mind(expiresAt: number | null): void
  /** Goes on with what was due before; it may take a while, and nobody waits for it. */
  start(): void
  stop(): void
}

const BATCH = 200

/** The clock may be set, and the store may have failed: nothing waits longer than this without another look. */
const LONGEST_WAIT_MS = 60_000

export function createExpiry({ store, clock, announce, log }: ExpiryDeps): Expiry {
  let timer: Timer | null = null
  let next = Number.POSITIVE_INFINITY
  let isRunning = false
  let isStopped = false

  function wakeAt(at: number): void {
    if (isStopped) return
    timer?.cancel()
    next = at
    timer = clock.after(Math.min(Math.max(0, at - clock.now()), LONGEST_WAIT_MS), () => void run())
  }

  async function run(): Promise<void> {
    isRunning = true
    next = Number.POSITIVE_INFINITY
    try {
      while ((await expireDue()) === BATCH);
      next = Math.min(next, (await findNextExpiry(store.read)) ?? Number.POSITIVE_INFINITY)
    } catch (error) {
      if (!isStopped) log.warn({ fault: faultOf(error) }, 'forms could not be expired')
    } finally {
      isRunning = false
      wakeAt(next)
    }
  }

  function expireDue(): Promise<number> {
    const at = clock.now()
    return store.write(async (transaction) => {
      const due = await findDue(transaction.sql, at, BATCH)
      for (const form of due) {
        const expired = await moveForm(transaction, form, { state: 'expired', at, failure: null })
        await announceForm({ announce }, transaction, expired, ['form.expired', 'form.status'])
      }
      return due.length
    })
  }

  return {
    mind(expiresAt) {
      if (expiresAt === null || expiresAt >= next) return
      if (isRunning) next = expiresAt
      else wakeAt(expiresAt)
    },
    start: () => void run(),
    stop() {
      isStopped = true
      timer?.cancel()
    },
  }
}
