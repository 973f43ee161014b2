import { deleteInstanceSessions, newToken } from '../account/index.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Random } from '../kernel/id.ts'
import type { Store } from '../platform/db/store.ts'
import type { EventSetup } from './event-setup.ts'
import { keepToken, type TokenKeeper } from './instance-token.ts'
import { type Instance, updateInstance } from './store.ts'

export interface RotateTokenDeps {
  store: Store
  clock: Clock
  random: Random
  tokens: TokenKeeper
  events: Pick<EventSetup, 'tokenEnded'>
}

/** Gives an instance a new token and returns it; the old one ends at once. */
export async function rotateToken(deps: RotateTokenDeps, instance: Instance): Promise<string> {
  const token = newToken(deps.random)
  await deps.store.write(async (transaction) => {
    const { sql } = transaction
    const kept = await keepToken(deps.tokens, sql, instance.id, token)
    await deleteInstanceSessions(sql, instance.id)
    await updateInstance(sql, instance.id, { ...kept, updated_at: deps.clock.now() })
    transaction.afterCommit(() => deps.events.tokenEnded(instance.id))
  })
  return token
}
