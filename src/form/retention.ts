import type { Clock } from '../kernel/clock.ts'
import { eraseExpiredMessages } from '../message/index.ts'
import type { Store } from '../platform/db/store.ts'
import { createSweeper, type Sweep, type Sweeper } from '../platform/db/sweep.ts'
import type { Log } from '../platform/log.ts'
import type { EraseAnswerDeps } from './erase-answer.ts'
import { eraseExpiredAnswers } from './erase-expired.ts'

export interface RetentionDeps extends EraseAnswerDeps {
  store: Store
  clock: Clock
  log: Log
  /** Deletes events and deliveries that are kept longer than so many days, and whatever else has had its time. */
  prune(sweep: Sweep, days: number): Promise<number>
}

/** Erases what is kept longer than the operator wants, hour by hour. Days; 0: for ever. */
export function createRetention(
  deps: RetentionDeps,
  days: { answers: number; messages: number; deliveries: number },
): Sweeper {
  return createSweeper(deps, [
    (sweep) => eraseExpiredAnswers(deps, sweep, days.answers),
    (sweep) => eraseExpiredMessages(deps, sweep, days.messages),
    (sweep) => deps.prune(sweep, days.deliveries),
  ])
}
