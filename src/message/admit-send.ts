import { restrictedUntil } from '../instance/index.ts'
import { type Clock, toIso } from '../kernel/clock.ts'
import { type FormwireError, problemWith } from '../kernel/errors.ts'
import type { Store } from '../platform/db/store.ts'
import type { Failure } from './domain/failure.ts'
import type { Pace, Sending } from './pace.ts'
import { type Admitted, isFirstContact } from './store-contacts.ts'

export interface AdmitSendDeps {
  store: Store
  clock: Clock
  pace: Pace
}

/** A send that may not go out, as long as WhatsApp restricts its number; `until` in Unix milliseconds. */
export interface Restricted {
  until: number
}

/**
 * Whether a send may go out this very moment: then its turn is taken. Of an instance that keeps no distance and is not
 * restricted nothing is asked.
 * @throws account_restricted for a first contact while WhatsApp allows none
 */
export async function admitNow(deps: AdmitSendDeps, { settings, restrictedAt }: Sending, send: Admitted) {
  const intervalMs = settings?.minSendIntervalMs ?? 0
  const until = restrictedUntil(restrictedAt, deps.clock.now())
  const isFirst = (intervalMs > 0 || until !== null) && (await isFirstContact(deps.store.read, send))
  if (isFirst && until !== null) throw restrictedProblem(deps, { until })
  return { isPaced: intervalMs > 0, take: () => takeNow(deps, send.instance_id, { intervalMs, isFirst }) }
}

function takeNow({ pace }: AdmitSendDeps, instanceId: string, send: { intervalMs: number; isFirst: boolean }): boolean {
  if (send.intervalMs > 0) return pace.tryTake(instanceId, send)
  pace.note(instanceId)
  return true
}

/** Waits for the turn of a send, with the settings as they are then; null when it may go. */
export async function admitInTurn(deps: AdmitSendDeps, send: Admitted): Promise<Restricted | null> {
  const { store, clock, pace } = deps
  for (let isMine = false; ; ) {
    const { settings, restrictedAt } = await pace.sendingOf(send.instance_id)
    const until = restrictedUntil(restrictedAt, clock.now())
    const intervalMs = settings?.minSendIntervalMs ?? 0
    const isFirst = (until !== null || intervalMs > 0) && (await isFirstContact(store.read, send).catch(() => false))
    if (isFirst && until !== null) return { until }
    if (isMine) return null
    if (intervalMs === 0) {
      pace.note(send.instance_id)
      return null
    }
    isMine = await pace.turn(send.instance_id, { intervalMs, isFirst })
    // Somebody known needs no second look: a stop does not concern them.
    if (isMine && !isFirst) return null
  }
}

/** First contacts that wait stand in a lane of their own, so that they keep nobody known from their turn. */
export async function laneOf({ store, pace }: AdmitSendDeps, send: Admitted): Promise<string> {
  const { settings } = await pace.sendingOf(send.instance_id)
  const isPaced = (settings?.minSendIntervalMs ?? 0) > 0
  const isApart = isPaced && (await isFirstContact(store.read, send).catch(() => false))
  return isApart ? `${send.instance_id} first` : send.instance_id
}

export function failureOf(restricted: Restricted): Failure {
  return { code: 'account_restricted', message: wordsOf(restricted) }
}

export function restrictedProblem({ clock }: { clock: Clock }, restricted: Restricted): FormwireError {
  const seconds = Math.max(1, Math.ceil((restricted.until - clock.now()) / 1000))
  return problemWith({ headers: { 'Retry-After': String(seconds) } }, 'account_restricted', wordsOf(restricted))
}

function wordsOf({ until }: Restricted): string {
  return `WhatsApp restricts this number from writing first to people who never wrote to it; tried again after ${toIso(until)}`
}
