import { UNLINKED } from './domain/reflect-line.ts'
import { jidOf, type KeepLineNewsDeps, tellState } from './keep-line-news.ts'
import { changeState, findLeftStates } from './store.ts'

/**
 * Corrects what a process that ended left behind, and tells it: who was on the line is disconnected
 * (`gateway_stopped`), and who is said to be linked though its credentials are gone was logged out, which nobody was
 * told in time.
 */
export async function recoverStates(deps: KeepLineNewsDeps, hasCredentials: ReadonlySet<string>): Promise<void> {
  await deps.store.write(async (transaction) => {
    const now = deps.clock.now()
    for (const instance of await findLeftStates(transaction.sql)) {
      const isGone = instance.isLinked && !hasCredentials.has(instance.id)
      const wasOnLine = instance.state === 'connected' || instance.state === 'connecting'
      if (!isGone && !wasOnLine) continue
      const reason = isGone ? 'logged_out' : 'gateway_stopped'
      await changeState(transaction.sql, instance.id, {
        state: isGone ? 'loggedout' : 'disconnected',
        since: now,
        state_reason: reason,
        updated_at: now,
        ...(isGone && UNLINKED),
      })
      const state = isGone ? 'logged_out' : 'disconnected'
      await tellState(deps, transaction, instance.id, { state, ...jidOf(instance.numberJid), reason })
    }
  })
}
