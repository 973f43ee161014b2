import { FormwireError } from '../kernel/errors.ts'
import type { Store, Transaction } from '../platform/db/store.ts'
import type { Waits } from './waits.ts'

/** A disk may be full for a while. */
const AGAIN_MS = 1_000

type Unit<Result> = (transaction: Transaction) => Promise<Result>

/** What one instance's news write, in the order in which it is asked for: each unit runs when those before it have. */
export interface WritesInOrder {
  /** As the store's `write`. A unit that fails is over, and lets those behind it go. */
  write: Store['write']
  /**
   * Writes what nobody would tell a second time: while the store fails, it is tried again, once a second, and what
   * stands behind it waits. Undefined when the waits were over first.
   * @throws whatever else `unit` throws
   */
  writeSurely<Result>(unit: Unit<Result>): Promise<Result | undefined>
}

/** The writes of the instance with this id. */
export type InOrder = (instanceId: string) => WritesInOrder

/** One instance's units: the places of those that have not run, the first one first, and how many are not over. */
interface Queue {
  places: Set<number>
  units: number
  pause: Promise<void> | null
}

/** Rolls a unit back that came before its turn: one before it failed, and is tried again. */
class HeldBack extends Error {}

/**
 * No unit waits for the commit of the one before it: the store runs units as they are handed over, so those that are
 * asked for together share a commit. Only a failure parts them, and then they are handed over once more.
 */
export function createWritesInOrder({ store, waits }: { store: Pick<Store, 'write'>; waits: Waits }): InOrder {
  const queues = new Map<string, Queue>()
  let last = 0

  async function write<Result>(instanceId: string, unit: Unit<Result>, isSure: boolean): Promise<Result | undefined> {
    const queue = queues.get(instanceId) ?? { places: new Set(), units: 0, pause: null }
    queues.set(instanceId, queue)
    last += 1
    const place = last
    queue.places.add(place)
    queue.units += 1
    try {
      for (;;) {
        if (queue.pause) await queue.pause
        try {
          return await store.write((transaction) => runInTurn(queue, place, isSure, () => unit(transaction)))
        } catch (error) {
          if (error instanceof HeldBack) continue
          if (!isSure || !isPassing(error)) throw error
          // Its commit may be what failed, after it had run.
          queue.places = new Set([...queue.places, place].toSorted((one, other) => one - other))
          queue.pause ??= waits.pause(AGAIN_MS).finally(() => {
            queue.pause = null
          })
          await queue.pause
          if (waits.isOver()) return undefined
        }
      }
    } finally {
      queue.places.delete(place)
      queue.units -= 1
      if (queue.units === 0) queues.delete(instanceId)
    }
  }

  return (instanceId: string): WritesInOrder => ({
    // Only what is tried again is ever given up.
    write: <Result>(unit: Unit<Result>) => write(instanceId, unit, false) as Promise<Result>,
    writeSurely: (unit) => write(instanceId, unit, true),
  })
}

async function runInTurn<Result>(
  queue: Queue,
  place: number,
  isSure: boolean,
  unit: () => Promise<Result>,
): Promise<Result> {
  const [first] = queue.places
  if (first !== place) throw new HeldBack()
  let isOver = !isSure
  try {
    const result = await unit()
    isOver = true
    return result
  } finally {
    if (isOver) queue.places.delete(place)
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof FormwireError && error.code === 'store_failed'
}
