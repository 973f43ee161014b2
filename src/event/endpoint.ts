import type { Clock, Timer } from '../kernel/clock.ts'
import type { Store } from '../platform/db/store.ts'
import { faultOf } from '../platform/log.ts'
import { type AttemptDeps, type AttemptOutcome, attempt, type WholeLetter } from './attempt.ts'
import { type Health, healthAfter, mostAtOnce, poolOf, UNPROVEN } from './domain/breaker.ts'
import { createChatQueue, type Ended, HOLDS_BACK, type Waiting } from './domain/chat-queue.ts'
import { isSuccess } from './domain/verdict.ts'
import type { Echoes } from './echoes.ts'
import { createLettersAhead, LETTERS_AHEAD } from './letters-ahead.ts'
import { createReadAhead, type Shelf } from './read-ahead.ts'
import type { RecordOutcome } from './record-taken.ts'
import type { Slot, Slots } from './slots.ts'
import { findDue, findNextDue, findOfChat } from './store-deliveries.ts'
import { touchWebhook } from './store-webhooks.ts'

export type EndpointDeps = AttemptDeps & {
  store: Pick<Store, 'read' | 'write'>
  record: RecordOutcome
  /** Webhooks that are paused: nothing is attempted. */
  paused: ReadonlySet<string>
  /** By which deliveries become due. */
  steady: Clock
  slots: Slots
  echoes: Echoes
  /** Aborted when no more calls may begin. */
  stopping: AbortSignal
  /** Aborted when the calls under way are given up. */
  cut: AbortSignal
  /** Every call under way, of all endpoints. */
  calls: Set<Promise<void>>
}

/** The queue of one webhook, worked off apart from all others. */
export interface Endpoint {
  /** Says that something became due at a time, Unix milliseconds; 0: at any time. */
  wake(from: number): void
  /** Deliveries were made due by a person: everything is looked at, and no rest is kept. */
  recall(): void
  /** Begins anew, as if it had never failed. */
  resume(): void
  /** Begins nothing more, unless it is woken again, and says once when its calls are over: it may be forgotten then. */
  end(whenOver: () => void): void
  /** Whether nothing is under way and nothing is remembered: it may be forgotten. */
  isIdle(): boolean
}

const PAUSE_AFTER_FAULT_MS = 1_000
const LONGEST_PAUSE_MS = 60_000
/** Answers that are being written down. They share commits, so a call does not wait for those of other chats. */
const MOST_RECORDED = 64

/**
 * Keeps as many calls under way as the endpoint's health allows, reads on when nothing is ready, and sleeps until the next
 * delivery is due. Of a chat the next call begins when the last is written down.
 */
export function createEndpoint(deps: EndpointDeps, webhookId: string): Endpoint {
  const { steady: clock, slots, stopping, log } = deps
  const sql = deps.store.read
  const queue = createChatQueue()
  const shelf = {
    findDue: (page: Parameters<Shelf['findDue']>[0]) => findDue(sql, webhookId, page),
    findOfChat: (orderKey: string, limit: number) => findOfChat(sql, webhookId, orderKey, limit),
  }
  const reading = createReadAhead(shelf, clock, queue)
  const ahead = createLettersAhead(deps, webhookId)
  let health: Health = UNPROVEN
  let calls = 0
  let recorded = 0
  let pausesUntil = 0
  let pauseMs = 0
  /** Whether a write failed: nothing is called before one succeeds. */
  let doubtsStore = false
  let knowsNextDue = false
  let working = false
  let ending: (() => void) | null = null
  let again = false
  let alarm: { at: number; timer: Timer } | null = null

  function wake(from: number): void {
    ending = null
    if (from > clock.now()) wakeAt(from)
    reading.rewind(from)
    if (from === 0) knowsNextDue = false
    work()
  }

  function recall(): void {
    health = { ...health, restsUntil: 0 }
    wake(0)
  }

  function work(): void {
    again = working
    if (working) return
    working = true
    void goOn()
      .catch((error: unknown) => {
        log.error({ webhookId, ...faultOf(error) }, 'deliveries wait, for the store cannot be read or written')
        pause()
      })
      .finally(() => {
        working = false
        if (again) work()
        else endIfOver()
      })
  }

  function mayBegin(): boolean {
    if (stopping.aborted || ending || deps.paused.has(webhookId)) return false
    return calls < mostAtOnce(health) && recorded < MOST_RECORDED
  }

  async function goOn(): Promise<void> {
    let isReadInVain = false
    while (mayBegin()) {
      const restsUntil = Math.max(health.restsUntil, pausesUntil)
      if (clock.now() < restsUntil) {
        wakeAt(restsUntil)
        return
      }
      if (doubtsStore) {
        await deps.store.write(({ sql }) => touchWebhook(sql, webhookId))
        doubtsStore = false
        continue
      }
      if (!queue.hasNext()) {
        if (!reading.mayHaveMore()) return await sleep()
        await reading.readOn()
        continue
      }
      if (!isReadInVain && wantsLetters()) {
        // Where something changes at every look, each letter is read by itself.
        isReadInVain = !(await ahead.read(queue.upcoming(LETTERS_AHEAD)))
        continue
      }
      isReadInVain = false
      const slot = slots.take(poolOf(health), work)
      if (!slot) return
      const next = queue.next()
      if (next) begin(next, slot, ahead.take(next.id))
      else slot.release()
    }
  }

  /** One that is not known to be quick gets its letters one by one: what they are may change before their turn comes. */
  function wantsLetters(): boolean {
    const [first] = queue.upcoming(1)
    return poolOf(health) === 'quick' && first !== undefined && !ahead.knows(first)
  }

  /** Whatever comes due later has to wake us. */
  async function sleep(): Promise<void> {
    ahead.forget()
    const looksAgainAt = reading.looksAgainAt()
    if (looksAgainAt !== null) wakeAt(looksAgainAt)
    if (knowsNextDue) return
    knowsNextDue = true
    const next = await findNextDue(sql, webhookId, reading.readUntil()).catch((error: unknown) => {
      knowsNextDue = false
      throw error
    })
    if (next !== null) wakeAt(next)
  }

  function begin(delivery: Waiting, slot: Slot, letter: WholeLetter | null): void {
    calls += 1
    const call = carry(delivery, slot, letter).finally(() => deps.calls.delete(call))
    deps.calls.add(call)
  }

  async function carry(delivery: Waiting, slot: Slot, letter: WholeLetter | null): Promise<void> {
    deps.echoes.begin(delivery.id)
    const outcome = await attempt(deps, delivery.id, deps.cut, letter)
    slot.release()
    if (outcome.type === 'interrupted') return
    if (outcome.type === 'tried') {
      const { status, lastedMs: tookMs } = outcome
      health = healthAfter(health, { ok: isSuccess(status), tookMs }, clock.now())
    }
    calls -= 1
    recorded += 1
    work()
    const ended = await record(delivery, outcome)
    deps.echoes.end(delivery.id)
    recorded -= 1
    reading.done(delivery, ended)
    endIfOver()
    work()
  }

  function endIfOver(): void {
    if (!ending || working || calls > 0 || recorded > 0) return
    alarm?.timer.cancel()
    alarm = null
    const whenOver = ending
    // It stays ended, whoever still calls it: another may work for the same webhook by then.
    ending = () => {}
    whenOver()
  }

  async function record(delivery: Waiting, outcome: Exclude<AttemptOutcome, { type: 'interrupted' }>): Promise<Ended> {
    if (outcome.type === 'faulted') {
      pause()
      return 'held'
    }
    if (outcome.type === 'held') {
      // It may go on again by now, and have looked at this one while it was still under way.
      reading.rewind(0)
      return 'held'
    }
    try {
      const verdict = await deps.record({ id: delivery.id, webhookId }, outcome)
      pauseMs = 0
      if (verdict.type !== 'retry') return 'over'
      wakeAt(verdict.at)
      // One that was replayed is due since we do not know when; and the store may have taken longer than a delay.
      if (outcome.type === 'gone') reading.rewind(0)
      else if (verdict.at <= clock.now()) reading.rewind(verdict.at)
      return delivery.attempts + 1 < HOLDS_BACK ? 'held' : 'failed'
    } catch (error) {
      log.error({ webhookId, ...faultOf(error) }, 'an attempt could not be recorded and will be repeated')
      doubtsStore = true
      pause()
      return 'held'
    }
  }

  /** The store is in trouble: nothing begins for a while, ever longer, and then everything is looked at anew. */
  function pause(): void {
    // Calls that were under way when the pause began do not prolong it.
    if (clock.now() >= pausesUntil) {
      pauseMs = Math.min(Math.max(PAUSE_AFTER_FAULT_MS, 2 * pauseMs), LONGEST_PAUSE_MS)
      pausesUntil = clock.now() + pauseMs
    }
    reading.rewind(0)
    wakeAt(pausesUntil)
  }

  /** The earliest alarm counts; what is due after it is looked for when it goes off. */
  function wakeAt(at: number): void {
    if (alarm && alarm.at <= at) return
    alarm?.timer.cancel()
    const timer = clock.after(Math.max(0, at - clock.now()), () => {
      alarm = null
      knowsNextDue = false
      const looksAgainAt = reading.looksAgainAt()
      reading.rewind(looksAgainAt !== null && looksAgainAt <= clock.now() ? 0 : clock.now())
      work()
    })
    alarm = { at, timer }
  }

  return {
    wake,
    recall,
    resume() {
      health = UNPROVEN
      wake(0)
    },
    end(whenOver) {
      ending = whenOver
      endIfOver()
    },
    isIdle() {
      if (working || calls > 0 || recorded > 0) return false
      // What waits for one that is paused is read anew when it goes on.
      if (deps.paused.has(webhookId)) return true
      return alarm === null && clock.now() >= health.restsUntil && queue.size() === 0
    },
  }
}
