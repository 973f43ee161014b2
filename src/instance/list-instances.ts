import type { Caller } from '../account/index.ts'
import type { Clock } from '../kernel/clock.ts'
import { problem } from '../kernel/errors.ts'
import type { Store } from '../platform/db/store.ts'
import type { EventSetup } from './event-setup.ts'
import { revealProxy } from './instance-proxy.ts'
import { revealToken, type TokenKeeper } from './instance-token.ts'
import type { Lines } from './lines.ts'
import { findInstance, findInstances, type Instance } from './store.ts'
import { type SeenNow, viewInstance } from './view.ts'

export interface ListInstancesDeps {
  store: Store
  tokens: TokenKeeper
  events: EventSetup
  clock: Clock
  lines: Pick<Lines, 'find' | 'online'>
}

/**
 * The instances that a caller may see, those of the names or all.
 * @throws instance_not_found only when a single name is asked for and is not there
 */
export async function listInstances(deps: ListInstancesDeps, caller: Caller, names: readonly string[] | null) {
  const instances = await findVisible(deps, caller, names)
  if (names?.length === 1 && instances.length === 0) throw problem('instance_not_found')
  const described = await deps.events.describe(instances.map(({ id }) => id))
  return instances.map((instance) => ({
    ...viewInstance(instance, {
      token: revealToken(deps.tokens, instance),
      proxy: revealProxy(deps.tokens.sealer, instance),
      ...seenNow(deps, instance),
    }),
    ...(described.get(instance.id) ?? { webhook: null, websocket: null }),
  }))
}

function seenNow({ lines, clock }: ListInstancesDeps, { id }: Instance): SeenNow {
  const state = lines.find(id)?.state
  return {
    isBusiness: state?.type === 'open' ? (state.me.isBusiness ?? null) : null,
    isOnline: lines.online.isOnline(id),
    now: clock.now(),
  }
}

async function findVisible(
  { store }: ListInstancesDeps,
  caller: Caller,
  names: readonly string[] | null,
): Promise<Instance[]> {
  if (caller.type === 'account') return findInstances(store.read, caller.accountId, names)
  const own = await findInstance(store.read, caller.instanceId)
  return own && (names === null || names.includes(own.name)) ? [own] : []
}
