import type { Timer } from '../kernel/clock.ts'
import { faultOf } from '../platform/log.ts'
import { type AttemptDeps, attempt } from './attempt.ts'
import { HEALTHY, type Health, healthAfter, isSuspect, mostAtOnce } from './domain/breaker.ts'
import { createChatQueue, HOLDS_BACK, type Waiting } from './domain/chat-queue.ts'
import type { Echoes } from './echoes.ts'
import { type RecordAttemptDeps, recordAttempt } from './record-attempt.ts'
import type { Slot, Slots } from './slots.ts'
import { findDue, findHolders, findNextDue } from './store-deliveries.ts'

export type EndpointDeps = AttemptDeps &
  RecordAttemptDeps & {
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
  /** Says that something new may be due. */
  wake(): void
  /** As `wake`, and what was read ahead may be out of date; a person asked for it, so no rest is kept. */
  recall(): void
  /** Begins anew, as if it had never failed. */
  resume(): void
  /** Whether nothing is under way and nothing is remembered: it may be forgotten. */
  isIdle(): boolean
}

const READ_AHEAD = 500
const PAUSE_AFTER_FAULT_MS = 1_000

/**
 * Reads ahead what is due, keeps as many calls under way as the endpoint's health allows, and sleeps until the next
 * delivery is due. `settled` holds what ended while we read: such a row may still look pending in what was read.
 */
export function createEndpoint(deps: EndpointDeps, webhookId: string): Endpoint {
  const { clock, slots, stopping, log } = deps
  const sql = deps.store.read
  const queue = createChatQueue()
  const settled = new Set<string>()
  let health: Health = HEALTHY
  let calls = 0
  let mayHaveMore = false
  let working = false
  let again = false
  let recalls = 0
  let alarm: { at: number; timer: Timer } | null = null

  function wake(): void {
    mayHaveMore = true
    work()
  }

  function recall(): void {
    recalls += 1
    queue.forget()
    health = { ...health, restsUntil: 0 }
    wake()
  }

  function work(): void {
    again = working
    if (working) return
    working = true
    void goOn()
      .catch((error: unknown) => {
        log.error({ webhookId, ...faultOf(error) }, 'deliveries could not be read')
        wakeAt(clock.now() + PAUSE_AFTER_FAULT_MS)
      })
      .finally(() => {
        working = false
        if (again) work()
      })
  }

  async function goOn(): Promise<void> {
    while (!stopping.aborted && !deps.paused.has(webhookId) && calls < mostAtOnce(health)) {
      if (clock.now() < health.restsUntil) {
        wakeAt(health.restsUntil)
        return
      }
      if (!queue.hasNext()) {
        if (!mayHaveMore) return
        await readAhead()
        continue
      }
      const slot = slots.take(isSuspect(health) ? 'slow' : 'quick', work)
      const next = slot && queue.next()
      if (!next) return
      begin(next, slot)
    }
  }

  async function readAhead(): Promise<void> {
    mayHaveMore = false
    settled.clear()
    const now = clock.now()
    const recalledBefore = recalls
    const left = { except: queue.underWay(), exceptChats: queue.occupied() }
    const rows = await findDue(sql, { webhookId, now, limit: READ_AHEAD, ...left })
    const chats = new Set(rows.flatMap(({ orderKey }) => orderKey ?? []))
    const holders = await findHolders(sql, webhookId, [...chats])
    const next = await findNextDue(sql, webhookId, now)
    if (recalls !== recalledBefore) return
    const open = ({ id }: { id: string }) => !settled.has(id)
    queue.fill(rows.filter(open), holders.filter(open))
    if (rows.length === READ_AHEAD) mayHaveMore = true
    if (next !== null) wakeAt(next)
  }

  function begin(delivery: Waiting, slot: Slot): void {
    calls += 1
    const call = carry(delivery, slot).finally(() => deps.calls.delete(call))
    deps.calls.add(call)
  }

  async function carry(delivery: Waiting, slot: Slot): Promise<void> {
    deps.echoes.begin(delivery.id)
    const outcome = await attempt(deps, delivery.id, deps.cut)
    slot.release()
    if (outcome.type === 'interrupted') return
    if (outcome.type === 'tried') {
      const ok = outcome.status !== null && outcome.status >= 200 && outcome.status < 300
      health = healthAfter(health, { ok, tookMs: outcome.tookMs }, clock.now())
    }
    const retryAt = await record(delivery, outcome)
    deps.echoes.end(delivery.id)
    calls -= 1
    settled.add(delivery.id)
    if (retryAt !== null) wakeAt(retryAt)
    const hold = retryAt !== null && delivery.attempts + 1 < HOLDS_BACK
    if (queue.done(delivery, hold) && delivery.orderKey !== null) mayHaveMore = true
    work()
  }

  /** When the delivery has to be tried again; null when it is over. */
  async function record(delivery: Waiting, outcome: Parameters<typeof recordAttempt>[2]): Promise<number | null> {
    try {
      const verdict = await recordAttempt(deps, { ...delivery, webhookId }, outcome)
      return verdict.type === 'retry' ? verdict.at : null
    } catch (error) {
      log.error({ webhookId, ...faultOf(error) }, 'an attempt could not be recorded and will be repeated')
      return clock.now() + PAUSE_AFTER_FAULT_MS
    }
  }

  /** The earliest alarm counts; each reading finds the next one. */
  function wakeAt(at: number): void {
    if (alarm && alarm.at <= at) return
    alarm?.timer.cancel()
    const timer = clock.after(Math.max(0, at - clock.now()), () => {
      alarm = null
      queue.release()
      wake()
    })
    alarm = { at, timer }
  }

  return {
    wake,
    recall,
    resume() {
      health = HEALTHY
      recall()
    },
    isIdle: () => !working && !mayHaveMore && alarm === null && calls === 0 && health.failures === 0,
  }
}
