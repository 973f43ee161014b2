import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Clock, repeat } from '../../kernel/clock.ts'
import { faultOf, type Log } from '../log.ts'
import type { Store } from './store.ts'

export const DAY_MS = 24 * 60 * 60 * 1000

const EVERY_MS = 60 * 60 * 1000

/** What a round of clearing out works with. */
export interface Sweep {
  store: Store
  clock: Clock
  /** Whether we are stopping: a round ends with the batch that it is at. */
  isOver(): boolean
}

/** Clears out what is kept too long: at once, then every hour. Each round says how many rows it erased. */
export interface Sweeper {
  start(): void
  /** Resolves when nothing is swept any more. */
  stop(): Promise<void>
}

export function createSweeper(
  { store, clock, log }: { store: Store; clock: Clock; log: Log },
  rounds: readonly ((sweep: Sweep) => Promise<number>)[],
): Sweeper {
  let isStopped = false
  let running: Promise<void> | null = null
  let timer: { cancel(): void } | null = null

  async function sweep(): Promise<void> {
    let count = 0
    for (const round of rounds) {
      try {
        count += await round({ store, clock, isOver: () => isStopped })
      } catch (error) {
        // What one could not do now is done an hour later, and the others do not wait for it.
        if (!isStopped) log.warn({ fault: faultOf(error) }, 'what is kept too long could not be erased')
      }
    }
    if (count > 0 && !isStopped) await store.purge()
  }

  function run(): Promise<void> {
    running = sweep()
    return running
  }

  return {
    start() {
      void run()
      timer = repeat(clock, EVERY_MS, run)
    },
    async stop() {
      isStopped = true
      timer?.cancel()
      await running
    },
  }
}

/** What a batch came to: how many rows were erased, and whether there is nothing left for another one. */
export interface Batch {
  count: number
  isLast: boolean
}

/** Runs `batch` until it was the last one; others have their turn between. How many rows were erased. */
export async function sweepAll(isOver: () => boolean, batch: () => Promise<Batch>): Promise<number> {
  let total = 0
  for (let isLast = false; !isLast && !isOver(); ) {
    const done = await batch()
    total += done.count
    isLast = done.isLast
    await nextTurn()
  }
  return total
}
