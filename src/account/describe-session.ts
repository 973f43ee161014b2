import { problem } from '../kernel/errors.ts'
import type { Store } from '../platform/db/store.ts'
import type { Session } from './session.ts'
import { findNames } from './store-sessions.ts'

export interface DescribeSessionDeps {
  store: Pick<Store, 'read'>
}

/** Whom a session stands for, by name. @throws session_ended */
export async function describeSession({ store }: DescribeSessionDeps, { caller, createdAt, expiresAt }: Session) {
  const { type, accountId } = caller
  const instanceId = type === 'instance' ? caller.instanceId : null
  const names = await findNames(store.read, { accountId, instanceId })
  if (!names) throw problem('session_ended')
  return { type, ...names, createdAt, expiresAt }
}
