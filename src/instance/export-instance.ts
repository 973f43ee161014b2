import type { Clock } from '../kernel/clock.ts'
import { Refused } from '../kernel/refused.ts'
import type { Store } from '../platform/db/store.ts'
import type { Engine } from '../whatsapp/port.ts'
import { readReason } from './domain/describe-state.ts'
import { reflectLine } from './domain/reflect-line.ts'
import type { Announce, EventSetup } from './event-setup.ts'
import { lockInstance } from './instance-file.ts'
import { revealProxy } from './instance-proxy.ts'
import { revealToken, type TokenKeeper } from './instance-token.ts'
import { jidOf, tellState, untilOf } from './keep-line-news.ts'
import type { Lines } from './lines.ts'
import { changeState, findInstance, type Instance, updateInstance } from './store.ts'

export interface ExportInstanceDeps {
  engine: Engine
  lines: Pick<Lines, 'of' | 'find' | 'release'>
  store: Store
  clock: Clock
  announce: Announce
  tokens: TokenKeeper
  events: Pick<EventSetup, 'take'>
}

export interface ExportInstance {
  passphrase: string
  /** Whether a connected instance is disconnected for it. */
  disconnect: boolean
  /** How large the file may be. */
  mostBytes: number
}

export interface ExportedInstance {
  /** What is in the file, locked with the passphrase. */
  file: Uint8Array
  /** How to undo it, when the file came to nothing; null when the instance was parked before. */
  undo: ExportUndo | null
}

/** An export that may be undone. */
export interface ExportUndo {
  /** When it parked the instance, in Unix milliseconds; another export has another time. */
  parkedAt: number
  /** Whether the instance was connected, or about to be. */
  connect: boolean
  /** What it said of itself before. */
  state: Instance['state']
  reason: string | null
  /** When its ban ends, in Unix milliseconds. */
  bannedUntil: number | null
  /** Since when it was in that state, in Unix milliseconds; null: not known. */
  stateAt: number | null
}

/**
 * Locks an instance with its linked device into the bytes of a file, and parks it: it refuses to connect from then on,
 * since two copies of one key state destroy each other's sessions. It is parked before its keys are read; when they
 * cannot be had, it is as it was. A process that is killed leaves it parked.
 * @throws Refused with one sentence
 */
export async function exportInstance(
  deps: ExportInstanceDeps,
  instance: Instance,
  wanted: ExportInstance,
): Promise<ExportedInstance> {
  const { engine, lines } = deps
  if (!(await engine.isLinked(instance.id))) throw new Refused(`"${instance.name}" is not linked: nothing to export.`)
  const line = lines.find(instance.id)
  const isBusy = line !== null && line.state.type !== 'idle' && line.state.type !== 'ended'
  if (isBusy && !wanted.disconnect) {
    throw new Refused(
      `"${instance.name}" is connected, and a copy of its keys would be old at once: give --disconnect.`,
    )
  }
  const { parkedAt, before } = await park(deps, instance)
  const undo = before && {
    parkedAt,
    connect: isBusy,
    state: before.state,
    reason: before.stateReason,
    bannedUntil: before.bannedUntil,
    stateAt: before.stateAt,
  }
  try {
    await lines.release(instance.id)?.close()
    return { file: await lock(deps, instance, wanted), undo }
  } catch (error) {
    if (undo) await undoExport(deps, instance, undo)
    throw error
  }
}

/**
 * Lets an instance be as it was before it was exported; one that was on the line dials again where that is wanted, else at
 * the next start. False: it is not parked by that export any more, and is left as it is.
 */
export async function undoExport(
  deps: Pick<ExportInstanceDeps, 'store' | 'clock' | 'lines' | 'announce'>,
  { id }: Instance,
  { parkedAt, connect, bannedUntil, stateAt, ...before }: ExportUndo,
): Promise<boolean> {
  const wasOnLine = before.state === 'connected' || before.state === 'connecting'
  const state = wasOnLine ? 'disconnected' : before.state
  const left = connect ? 'closed_by_us' : 'gateway_stopped'
  const reason = wasOnLine ? left : readReason(before.reason)
  const ended = reflectLine({ type: 'ended', ...(reason === null ? {} : { reason }) })
  const isUndone = await deps.store.write(async (transaction) => {
    const instance = await findInstance(transaction.sql, id)
    if (instance?.parkedAt !== parkedAt) return false
    await changeState(transaction.sql, id, {
      state,
      // A parked one is disconnected: what else it was, it never ceased to be.
      since: stateAt,
      state_reason: reason,
      banned_until: bannedUntil,
      parked_at: null,
      updated_at: deps.clock.now(),
    })
    await tellState(deps, transaction, id, {
      state: connect ? 'disconnected' : (ended?.word ?? 'disconnected'),
      ...jidOf(instance.numberJid),
      ...(reason === null ? {} : { reason }),
      ...untilOf(bannedUntil),
    })
    return true
  })
  if (isUndone && connect) deps.lines.of(id).connect()
  return isUndone
}

async function lock(deps: ExportInstanceDeps, instance: Instance, wanted: ExportInstance): Promise<Uint8Array> {
  const { engine, tokens, clock } = deps
  const device = await engine.takeDevice(instance.id)
  if (device === null) throw new Refused(`"${instance.name}" was logged out meanwhile: nothing to export.`)
  const { name, settings, numberJid, numberLid, profileName } = instance
  const bytes = await lockInstance(wanted.passphrase, {
    name,
    settings: { ...settings },
    numberJid,
    numberLid,
    profileName,
    token: revealToken(tokens, instance),
    proxy: revealProxy(tokens.sealer, instance),
    ...(await deps.events.take(instance.id)),
    device: new Uint8Array(device),
    exportedAt: clock.now(),
  })
  if (bytes.length <= wanted.mostBytes) return bytes
  throw new Refused(
    `"${instance.name}" has too many keys to be handed out by a gateway that runs: stop it, and give the command again.`,
  )
}

/**
 * `before`: the instance as it was; null when it was parked already. Then it is parked anew: two exports at once do not
 * undo each other.
 */
function park(
  deps: ExportInstanceDeps,
  { id, name }: Instance,
): Promise<{ parkedAt: number; before: Instance | null }> {
  return deps.store.write(async (transaction) => {
    const instance = await findInstance(transaction.sql, id)
    if (!instance) throw new Refused(`"${name}" was deleted meanwhile: nothing to export.`)
    const now = deps.clock.now()
    if (instance.parkedAt !== null) {
      const parkedAt = Math.max(now, instance.parkedAt + 1)
      await updateInstance(transaction.sql, id, { parked_at: parkedAt, updated_at: now })
      return { parkedAt, before: null }
    }
    await changeState(transaction.sql, id, {
      state: 'disconnected',
      since: now,
      state_reason: 'exported',
      parked_at: now,
      banned_until: null,
      updated_at: now,
    })
    await tellState(deps, transaction, id, {
      state: 'disconnected',
      reason: 'exported',
      ...jidOf(instance.numberJid),
    })
    return { parkedAt: now, before: instance }
  })
}
