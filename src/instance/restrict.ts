import type { Transaction } from '../platform/db/store.ts'
import { restrictedUntil } from './domain/restriction.ts'
import { type KeepLineNewsDeps, tellState } from './keep-line-news.ts'
import { findInstance, updateInstance } from './store.ts'

/**
 * WhatsApp refused a first message to a stranger (463): none is tried for a while. Told once, as `instance.state` with
 * the state as it is and the reason.
 */
export async function restrictInstance(
  deps: Pick<KeepLineNewsDeps, 'announce' | 'clock'>,
  transaction: Transaction,
  instanceId: string,
): Promise<void> {
  const instance = await findInstance(transaction.sql, instanceId)
  if (!instance) return
  const now = deps.clock.now()
  await updateInstance(transaction.sql, instanceId, { restricted_at: now })
  if (restrictedUntil(instance.restrictedAt, now) !== null) return
  const { numberJid: jid, state } = instance
  await tellState(deps, transaction, instanceId, {
    // Its verdicts may come when the line is already lost again.
    state: state === 'connected' ? 'connected' : 'disconnected',
    ...(jid === null ? {} : { jid }),
    reason: 'account_restricted',
  })
}
