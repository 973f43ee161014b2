import { AsyncLocalStorage } from 'node:async_hooks'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock, Timer } from '../../kernel/clock.ts'
import { problem, problemWith } from '../../kernel/errors.ts'
import { faultOf } from '../log.ts'
import type { Engine, StoreLog, Writer } from './engine.ts'
import type { Store, Tally, Transaction, WriteOptions } from './store.ts'

/** A batch holds the event loop on SQLite for about 20 ms at this size. */
const LARGEST_BATCH = 200

/** Puts writes into as few commits as the writer's pace allows. */
export interface GroupCommit {
  readonly write: Store['write']
  /** Runs `step` when no transaction is open; writes wait meanwhile. */
  between<Result>(step: () => Promise<Result>): Promise<Result>
  /** Commits what waits; later writes are refused with `shutting_down`. */
  finish(): Promise<void>
}

/** A unit that waits for its batch. `run` resolves with what tells its caller that it is durable. */
interface Waiting {
  run(transaction: Transaction): Promise<() => void>
  reject(error: unknown): void
}

interface Kept {
  tasks: (() => void)[]
  tallied: Tallied[]
  tell(): void
}

/** What a unit added to a tally. */
interface Tallied {
  tally: Tally<unknown>
  rows: readonly unknown[]
}

/** The time in which a unit may query. */
interface Turn {
  open: boolean
}

/**
 * Makes `Store.write` of one write connection. A batch is what has gathered when the writer is free, taken at the end of
 * the event loop's turn, so that the requests of one turn share a commit and others are served between two. The only
 * timer is that of writes that say how long they may wait for others.
 *
 * A rejected commit means "not durable as far as anyone knows": when PostgreSQL's connection dies while it commits,
 * the batch may have been kept all the same. What stands behind a write is idempotent, so it is simply tried again.
 */
export function createGroupCommit(
  writer: Writer,
  log: StoreLog,
  explain: Engine['explain'],
  clock: Clock,
): GroupCommit {
  const waiting: Waiting[] = []
  const steps: (() => Promise<void>)[] = []
  const turns = new AsyncLocalStorage<Turn>()
  let draining: Promise<void> | undefined
  let finishing = false
  /** Whether a batch is to be taken as soon as the writer is free. */
  let isAsked = false
  /** When the first of those that may wait has waited enough. */
  let company: { at: number; timer: Timer } | null = null

  function write<Result>(
    unit: (transaction: Transaction) => Promise<Result>,
    { withinMs = 0 }: WriteOptions = {},
  ): Promise<Result> {
    if (turns.getStore()?.open) {
      return Promise.reject(new Error('A write inside a unit of work would wait for itself; use afterCommit'))
    }
    if (finishing) return Promise.reject(problem('shutting_down'))
    return new Promise<Result>((resolve, reject) => {
      waiting.push({
        async run(transaction) {
          const result = await unit(transaction)
          return () => resolve(result)
        },
        reject,
      })
      if (withinMs === 0) begin()
      else if (!isAsked) beginWithin(withinMs)
    })
  }

  function beginWithin(withinMs: number): void {
    const at = clock.now() + withinMs
    if (company !== null && company.at <= at) return
    company?.timer.cancel()
    company = { at, timer: clock.after(withinMs, begin) }
  }

  function begin(): void {
    company?.timer.cancel()
    company = null
    isAsked = true
    draining ??= drain()
  }

  /** Goes on as long as somebody asks for a commit: those that may wait do not ask, and are taken along. */
  async function drain(): Promise<void> {
    while (isAsked || steps.length > 0) {
      await nextTurn()
      const batch = waiting.splice(0, LARGEST_BATCH)
      isAsked = waiting.length > 0
      if (batch.length > 0) await commitBatch(batch)
      for (const step of steps.splice(0)) await step()
    }
    draining = undefined
  }

  function between<Result>(step: () => Promise<Result>): Promise<Result> {
    if (finishing) return Promise.reject(problem('shutting_down'))
    return new Promise<Result>((resolve, reject) => {
      steps.push(() => step().then(resolve, reject))
      begin()
    })
  }

  async function commitBatch(batch: Waiting[]): Promise<void> {
    const kept: Kept[] = []
    try {
      await writer.begin()
      for (const waiter of batch) {
        const outcome = batch.length === 1 ? await runUnit(waiter) : await runBehindSavepoint(waiter)
        if (outcome) kept.push(outcome)
      }
      await writeTallies(kept.flatMap(({ tallied }) => tallied))
      if (kept.length > 0) await writer.commit()
      else await writer.rollback()
    } catch (cause) {
      await writer.rollback()
      noteFailure(cause, batch.length)
      for (const waiter of batch) waiter.reject(storeFailed(cause))
      return
    }
    for (const { tasks, tell } of kept) {
      tell()
      for (const task of tasks) runTask(task)
    }
  }

  async function writeTallies(tallied: readonly Tallied[]): Promise<void> {
    for (const [tally, added] of Map.groupBy(tallied, ({ tally }) => tally)) {
      const rows = new Map<string, unknown>()
      for (const row of added.flatMap(({ rows }) => rows)) {
        const key = tally.keyOf(row)
        rows.set(key, rows.has(key) ? tally.add(rows.get(key), row) : row)
      }
      await tally.write(
        writer.sql(() => undefined),
        [...rows.values()],
      )
    }
  }

  async function runBehindSavepoint(waiter: Waiting): Promise<Kept | undefined> {
    await writer.savepoint()
    const outcome = await runUnit(waiter)
    if (!outcome) {
      await writer.rollbackToSavepoint()
      return undefined
    }
    try {
      await writer.release()
      return outcome
    } catch (error) {
      // PostgreSQL: the unit swallowed the error of a statement, and with it the transaction.
      waiter.reject(error)
      await writer.rollbackToSavepoint()
      return undefined
    }
  }

  async function runUnit(waiter: Waiting): Promise<Kept | undefined> {
    const turn: Turn = { open: true }
    const tasks: (() => void)[] = []
    const tallied: Tallied[] = []
    const transaction: Transaction = {
      sql: writer.sql(() => insistOpen(turn)),
      afterCommit(task) {
        insistOpen(turn)
        tasks.push(task)
      },
      tally(tally, rows) {
        insistOpen(turn)
        if (rows.length > 0) tallied.push({ tally: tally as Tally<unknown>, rows })
      },
    }
    try {
      const tell = await turns.run(turn, () => waiter.run(transaction))
      return { tasks, tallied, tell }
    } catch (error) {
      if (writer.isFailure(error)) {
        noteFailure(error, 1)
        waiter.reject(storeFailed(error))
      } else {
        waiter.reject(error)
      }
      return undefined
    } finally {
      turn.open = false
    }
  }

  /** What the operator can do something about is one sentence; an error's own words may hold anything, rows included. */
  function noteFailure(cause: unknown, units: number): void {
    const reason = explain(cause)
    log.error({ ...(reason === undefined ? { fault: faultOf(cause) } : { reason }), units }, 'a commit failed')
  }

  function runTask(task: () => void): void {
    try {
      task()
    } catch (error) {
      log.error({ fault: faultOf(error) }, 'a task after a commit failed')
    }
  }

  async function finish(): Promise<void> {
    finishing = true
    if (waiting.length > 0) begin()
    await draining
  }

  return { write, between, finish }
}

function storeFailed(cause: unknown): Error {
  return problemWith({ cause }, 'store_failed')
}

/** Refuses queries of a unit that has ended: they would slip into another unit's transaction. */
function insistOpen(turn: Turn): void {
  if (!turn.open) throw new Error('A unit of work went on after it had ended; await its queries')
}
