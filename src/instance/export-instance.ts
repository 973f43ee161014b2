import type { Clock } from '../kernel/clock.ts'
import { Refused } from '../kernel/refused.ts'
import type { Store } from '../platform/db/store.ts'
import { FileExists, writeFileOnce } from '../platform/publish-file.ts'
import type { Engine } from '../whatsapp/port.ts'
import { reflectLine } from './domain/reflect-line.ts'
import type { Announce, EventSetup } from './event-setup.ts'
import { lockInstance } from './instance-file.ts'
import { revealProxy } from './instance-proxy.ts'
import { revealToken, type TokenKeeper } from './instance-token.ts'
import { jidOf, tellState, untilOf } from './keep-line-news.ts'
import type { Lines } from './lines.ts'
import { findInstance, type Instance, updateInstance } from './store.ts'

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
  /** Absolute path of the file that is made. */
  file: string
  /** Whether a file of that name is replaced. */
  force: boolean
  /** Whether a connected instance is disconnected for it. */
  disconnect: boolean
}

/**
 * Writes an instance with its linked device into one encrypted file, and parks it: it refuses to connect from then on,
 * since two copies of one key state destroy each other's sessions. It is parked before its keys are read; when the file
 * cannot be written it is as it was.
 * @throws Refused with one sentence
 */
export async function exportInstance(
  deps: ExportInstanceDeps,
  instance: Instance,
  wanted: ExportInstance,
): Promise<void> {
  const { engine, lines } = deps
  if (!(await engine.isLinked(instance.id))) throw new Refused(`"${instance.name}" is not linked: nothing to export.`)
  const line = lines.find(instance.id)
  const isBusy = line !== null && line.state.type !== 'idle' && line.state.type !== 'ended'
  if (isBusy && !wanted.disconnect) {
    throw new Refused(
      `"${instance.name}" is connected, and a copy of its keys would be old at once: give --disconnect.`,
    )
  }
  const before = await park(deps, instance.id)
  await lines.release(instance.id)?.close()
  try {
    await write(deps, instance, wanted)
  } catch (error) {
    if (before) await unpark(deps, before, isBusy)
    if (before && isBusy) lines.of(instance.id).connect()
    throw error
  }
}

async function write(deps: ExportInstanceDeps, instance: Instance, wanted: ExportInstance): Promise<void> {
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
  await writeFileOnce(wanted.file, bytes, wanted.force).catch((cause: unknown) => {
    throw new Refused(explain(wanted.file, cause), { cause })
  })
}

/** The instance as it was before; null: it was parked already, or is gone. */
function park(deps: ExportInstanceDeps, instanceId: string): Promise<Instance | null> {
  const now = deps.clock.now()
  return deps.store.write(async (transaction) => {
    const instance = await findInstance(transaction.sql, instanceId)
    if (!instance || instance.parkedAt !== null) return null
    await updateInstance(transaction.sql, instanceId, {
      state: 'disconnected',
      state_reason: 'exported',
      parked_at: now,
      banned_until: null,
      updated_at: now,
    })
    await tellState(deps, transaction, instanceId, {
      state: 'disconnected',
      reason: 'exported',
      ...jidOf(instance.numberJid),
    })
    return instance
  })
}

/** Who was on the line is not any more: a line that was busy dials again, any other does at the next start. */
async function unpark(deps: ExportInstanceDeps, before: Instance, wasBusy: boolean): Promise<void> {
  const wasOnLine = before.state === 'connected' || before.state === 'connecting'
  const state = wasOnLine ? 'disconnected' : before.state
  const left = wasBusy ? 'closed_by_us' : 'gateway_stopped'
  const reason = wasOnLine ? left : before.stateReason
  const ended = reflectLine({ type: 'ended', ...(reason === null ? {} : { reason }) })
  await deps.store.write(async (transaction) => {
    await updateInstance(transaction.sql, before.id, {
      state,
      state_reason: reason,
      banned_until: before.bannedUntil,
      parked_at: null,
      updated_at: deps.clock.now(),
    })
    await tellState(deps, transaction, before.id, {
      state: wasBusy ? 'disconnected' : (ended?.word ?? 'disconnected'),
      ...jidOf(before.numberJid),
      ...(reason === null ? {} : { reason }),
      ...untilOf(before.bannedUntil),
    })
  })
}

function explain(file: string, error: unknown): string {
  if (error instanceof FileExists) return `${file} is there already: give another name, or --force to replace it.`
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
  return `${file} cannot be written (${code}); the instance is as it was.`
}
