import type { Timer } from '../kernel/clock.ts'
import { faultOf } from '../platform/log.ts'
import { type AttemptDeps, attempt } from './attempt.ts'
import { HEALTHY, type Health, healthAfter, isSuspect, mostAtOnce } from './domain/breaker.ts'
import { type RecordAttemptDeps, recordAttempt } from './record-attempt.ts'
import type { Slot, Slots } from './slots.ts'
import { findWebhookById, type Webhook } from './store.ts'
import { type Delivery, findDue, findNextDue, HOLDS_BACK } from './store-deliveries.ts'

export type EndpointDeps = AttemptDeps &
  RecordAttemptDeps & {
    slots: Slots
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
  /** Whether nothing is under way and nothing is remembered: it may be forgotten. */
  isIdle(): boolean
}

const PAUSE_AFTER_FAULT_MS = 1_000

/**
 * Claims what is due, keeps as many calls under way as the endpoint's health allows, and sleeps until the next one is
 * due. Claims of an endpoint run one after another; `settled` holds what ended during a claim, whose rows may still
 * look pending in it. After a call of a chat ended, only that chat is asked for its next, not the whole queue.
 */
export function createEndpoint(deps: EndpointDeps, webhookId: string): Endpoint {
  const { clock, slots, stopping, log } = deps
  const underWay = new Set<string>()
  const settled = new Set<string>()
  const freedChats = new Set<string>()
  let health: Health = HEALTHY
  let mayHaveMore = false
  let pumping = false
  let again = false
  let timer: Timer | null = null

  function wake(): void {
    mayHaveMore = true
    pump()
  }

  function pump(): void {
    if (pumping) {
      again = true
      return
    }
    pumping = true
    void fill()
      .catch((error: unknown) => {
        log.error({ webhookId, ...faultOf(error) }, 'deliveries could not be read')
        wakeAt(clock.now() + PAUSE_AFTER_FAULT_MS)
      })
      .finally(() => {
        pumping = false
        if (!again) return
        again = false
        pump()
      })
  }

  async function fill(): Promise<void> {
    while (!stopping.aborted && (mayHaveMore || freedChats.size > 0)) {
      const room = mostAtOnce(health) - underWay.size
      if (room <= 0) return
      const now = clock.now()
      if (now < health.restsUntil) return wakeAt(health.restsUntil)
      const webhook = await findWebhookById(deps.store.read, webhookId)
      if (webhook?.enabled !== 1) return forget()
      if (!(await claim(webhook, now, room))) return
    }
  }

  /** False when there is nothing to go on with now. */
  async function claim(webhook: Webhook, now: number, room: number): Promise<boolean> {
    const keys = [...freedChats].slice(0, room)
    settled.clear()
    const claimed = { webhookId, now, limit: room, except: [...underWay] }
    const due = await findDue(deps.store.read, keys.length > 0 ? { ...claimed, keys } : claimed)
    for (const key of keys) freedChats.delete(key)
    if (due.length === room) mayHaveMore = true
    if (keys.length === 0 && due.length < room) {
      mayHaveMore = false
      const next = await findNextDue(deps.store.read, webhookId, now)
      if (next !== null) wakeAt(next)
    }
    for (const delivery of due) {
      if (settled.has(delivery.id)) continue
      const slot = slots.take(isSuspect(health) ? 'slow' : 'quick', wake)
      if (!slot) {
        mayHaveMore = true
        return false
      }
      underWay.add(delivery.id)
      const call = carry(webhook, delivery, slot).finally(() => deps.calls.delete(call))
      deps.calls.add(call)
    }
    return true
  }

  async function carry(webhook: Webhook, delivery: Delivery, slot: Slot): Promise<void> {
    const outcome = await attempt(deps, webhook, delivery, deps.cut)
    slot.release()
    if (outcome.type === 'interrupted') return
    if (outcome.type === 'tried') {
      const ok = outcome.status !== null && outcome.status >= 200 && outcome.status < 300
      health = healthAfter(health, { ok, tookMs: outcome.tookMs }, clock.now())
      if (!ok) mayHaveMore = true
    }
    try {
      await recordAttempt(deps, delivery, outcome)
    } catch (error) {
      log.error({ webhookId, ...faultOf(error) }, 'an attempt could not be recorded and will be repeated')
      await new Promise<void>((resolve) => clock.after(PAUSE_AFTER_FAULT_MS, resolve))
      mayHaveMore = true
    }
    settled.add(delivery.id)
    underWay.delete(delivery.id)
    if (delivery.order_key !== null && releasesChat(delivery, outcome)) freedChats.add(delivery.order_key)
    pump()
  }

  function releasesChat(delivery: Delivery, outcome: { type: 'gone' | 'tried'; status?: number | null }): boolean {
    const { status } = outcome
    const delivered = typeof status === 'number' && status >= 200 && status < 300
    return outcome.type === 'gone' || delivered || delivery.attempts + 1 >= HOLDS_BACK
  }

  function wakeAt(at: number): void {
    timer?.cancel()
    timer = clock.after(Math.max(0, at - clock.now()), () => {
      timer = null
      wake()
    })
  }

  function forget(): void {
    mayHaveMore = false
    freedChats.clear()
  }

  return {
    wake,
    isIdle: () => !pumping && !mayHaveMore && timer === null && underWay.size === 0 && health.failures === 0,
  }
}
