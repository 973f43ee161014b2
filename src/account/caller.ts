import type { Account, TokenOwner } from './store.ts'

/** Who calls: an account with all the instances it owns, or one instance. */
export type Caller =
  | { type: 'account'; accountId: Account['id'] }
  | { type: 'instance'; accountId: Account['id']; instanceId: string }

/** How tables that remember callers know one. Pure. */
export function callerKey(caller: Caller): string {
  return caller.type === 'account' ? caller.accountId : caller.instanceId
}

/** The caller that a token stands for. Pure. */
export function callerOf(owner: TokenOwner): Caller {
  return owner.instanceId === null
    ? { type: 'account', accountId: owner.accountId }
    : { type: 'instance', accountId: owner.accountId, instanceId: owner.instanceId }
}
