import type { Clock } from '../kernel/clock.ts'
import { pause } from '../kernel/clock.ts'
import { problem } from '../kernel/errors.ts'
import type { Store } from '../platform/db/store.ts'
import type { Engine } from '../whatsapp/port.ts'
import type { ChangeSettingsDeps } from './change-settings.ts'
import { UNLINKED } from './domain/reflect-line.ts'
import type { Announce, EventSetup } from './event-setup.ts'
import { jidOf, tellState } from './keep-line-news.ts'
import type { Lines } from './lines.ts'
import { changeState, deleteRow, findInstance, type Instance, updateInstance } from './store.ts'

const GOODBYE_MS = 5_000

export interface EndInstanceDeps {
  engine: Engine
  lines: Lines
  store: Store
  clock: Clock
  announce: Announce
  events: Pick<EventSetup, 'instanceDeleted'>
}

/**
 * Dials again with the stored credentials, whatever the line does now. A stop of first contacts ends with it: whoever
 * asks for this has looked at the phone.
 * @throws instance_not_linked, instance_exported
 */
export async function reconnectInstance(
  deps: Pick<EndInstanceDeps, 'engine' | 'lines' | 'store'> & Pick<ChangeSettingsDeps, 'settingsChanged'>,
  instance: Instance,
): Promise<void> {
  if (!(await deps.engine.isLinked(instance.id))) throw problem('instance_not_linked')
  if (instance.parkedAt !== null) throw problem('instance_exported')
  if (instance.restrictedAt !== null) {
    await deps.store.write(async ({ sql, afterCommit }) => {
      await updateInstance(sql, instance.id, { restricted_at: null })
      afterCommit(() => deps.settingsChanged(instance.id))
    })
  }
  const line = deps.lines.of(instance.id)
  await line.close()
  // It may have been logged out, and taken away, meanwhile.
  if (deps.lines.find(instance.id) === line) line.connect()
}

/** Unlinks the number, here and where WhatsApp can be reached there; record and token stay. Again: nothing happens. */
export async function logOutInstance(deps: EndInstanceDeps, instance: Instance): Promise<void> {
  await unlink(deps, instance.id)
  await deps.store.write(async (transaction) => {
    const current = await findInstance(transaction.sql, instance.id)
    if (!current || current.state === 'loggedout') return
    const now = deps.clock.now()
    await changeState(transaction.sql, instance.id, {
      state: 'loggedout',
      since: now,
      ...UNLINKED,
      // Its keys are erased: there is no second copy of them here that could do harm.
      parked_at: null,
      state_reason: null,
      updated_at: now,
    })
    await tellState(deps, transaction, instance.id, { state: 'logged_out', ...jidOf(current.numberJid) })
  })
}

/** Unlinks the number and removes the instance with everything of it. */
export async function deleteInstance(deps: EndInstanceDeps, instance: Instance): Promise<void> {
  await unlink(deps, instance.id)
  await deps.store.write(async (transaction) => {
    await deleteRow(transaction.sql, instance.id)
    transaction.afterCommit(() => deps.events.instanceDeleted(instance.id))
  })
  // Somebody may have asked for a code while the old line said goodbye.
  await deps.lines.release(instance.id)?.close()
  await deps.store.purge()
}

/** The line is taken away first, so that what it says while it ends is not told twice. */
async function unlink({ engine, lines, clock }: EndInstanceDeps, instanceId: string): Promise<void> {
  const line = lines.release(instanceId)
  if (line) await Promise.race([line.logOut().catch(() => {}), pause(clock, GOODBYE_MS)])
  await engine.forget(instanceId)
}
