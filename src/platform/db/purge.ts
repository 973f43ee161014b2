import { type Clock, pause, type Timer } from '../../kernel/clock.ts'
import { faultOf } from '../log.ts'
import type { Engine, StoreLog } from './engine.ts'
import type { GroupCommit } from './group-commit.ts'

/** A reader from outside, such as a backup, may hold a purge up for a moment. */
const PURGE_ATTEMPTS = 5
const PURGE_AGAIN_MS = 200

/** A long one, for longer: it is tried again until it is done. */
const PURGE_LATER_MS = 60_000

/** Nothing else happens while a file is written anew. */
const REWRITE_EVERY_MS = 60_000

export interface PurgeDeps {
  engine: Pick<Engine, 'rewrite' | 'purge'>
  between: GroupCommit['between']
  clock: Clock
  log: StoreLog
}

/** Lets what was erased go from the files of a store. */
export interface Purge {
  /** Never rejects: what could not be done is said in the log, and tried again every minute. */
  run(): Promise<void>
  /** Does at once what is still due; nothing is written any more, and nothing is due by itself from now on. */
  finish(): Promise<void>
}

/**
 * Makes the purge of a store. The log of the engine is emptied at every run; the file is written anew at most once a
 * minute: at once when it rested that long, else at the end of that minute.
 */
export function createPurge({ engine, between, clock, log }: PurgeDeps): Purge {
  let isDue = false
  let resting: Timer | null = null
  let later: Timer | null = null
  let isFinished = false
  let isSaid = false
  let next: Promise<boolean> | null = null

  async function step(): Promise<boolean> {
    if (isDue && resting === null) {
      if (!(await engine.rewrite())) return false
      isDue = false
      if (!isFinished) resting = clock.after(REWRITE_EVERY_MS, wake)
    }
    return engine.purge()
  }

  function wake(): void {
    resting = null
    if (isDue) void untilDone()
  }

  /** A step that has not begun yet does for all who want one. */
  function nextStep(): Promise<boolean> {
    next ??= between(() => {
      next = null
      return step()
    })
    return next
  }

  async function untilDone(): Promise<void> {
    try {
      for (let attempt = 1; attempt <= PURGE_ATTEMPTS; attempt += 1) {
        if (await nextStep()) return isDone()
        await pause(clock, PURGE_AGAIN_MS)
      }
      putOff({}, 'erased values may stay in the files of the store for a while: somebody else reads them')
    } catch (error) {
      putOff({ fault: faultOf(error) }, 'erased values may stay in the files of the store for a while')
    }
  }

  function isDone(): void {
    later?.cancel()
    later = null
    isSaid = false
  }

  /** Said once, until it is done. */
  function putOff(fields: object, line: string): void {
    if (isFinished) return
    if (!isSaid) log.warn(fields, line)
    isSaid = true
    later ??= clock.after(PURGE_LATER_MS, () => {
      later = null
      void untilDone()
    })
  }

  return {
    run() {
      isDue = true
      return untilDone()
    },
    async finish() {
      isFinished = true
      resting?.cancel()
      resting = null
      if (!isDue && later === null) return
      later?.cancel()
      later = null
      try {
        if (await step()) return
        log.warn({}, 'erased values may stay in the files of the store for a while: somebody else reads them')
      } catch (error) {
        log.warn({ fault: faultOf(error) }, 'erased values may stay in the files of the store for a while')
      }
    },
  }
}
