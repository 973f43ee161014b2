import type { Clock } from '../kernel/clock.ts'
import { Refused } from '../kernel/refused.ts'
import type { Store } from '../platform/db/store.ts'
import type { Announce } from './event-setup.ts'
import { jidOf, tellState } from './keep-line-news.ts'
import type { Lines } from './lines.ts'
import { findHolder, findInstance, type Instance, updateInstance } from './store.ts'

export interface ResumeInstanceDeps {
  lines: Pick<Lines, 'of'>
  store: Store
  clock: Clock
  announce: Announce
}

/**
 * Lets an instance that was exported connect again here: whoever asks says that its copy is gone.
 * @throws Refused with one sentence
 */
export async function resumeInstance(
  deps: ResumeInstanceDeps,
  { id, name }: Instance,
  { connect }: { connect: boolean },
): Promise<void> {
  await deps.store.write(async (transaction) => {
    const { sql } = transaction
    const instance = await findInstance(sql, id)
    if (!instance || instance.parkedAt === null) throw new Refused(`"${name}" was not exported: nothing to resume.`)
    const other = await findHolder(sql, id, instance.numberJid === null ? [] : [instance.numberJid])
    if (other) throw new Refused(`The number of "${name}" is linked to another instance of this store.`)
    await updateInstance(sql, id, { parked_at: null, state_reason: null, updated_at: deps.clock.now() })
    await tellState(deps, transaction, id, { state: 'disconnected', ...jidOf(instance.numberJid) })
  })
  if (connect) deps.lines.of(id).connect()
}
