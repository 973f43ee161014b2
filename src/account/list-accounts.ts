import type { Store } from '../platform/db/store.ts'
import { countInstancesOf, findAccounts } from './store.ts'

/** An account as its operator sees it. Nothing tells its token. */
export interface ListedAccount {
  id: string
  name: string
  /** Unix milliseconds. */
  createdAt: number
  /** How many instances it has. */
  instances: number
}

/** Every account, the first one first. */
export async function listAccounts({ store }: { store: Pick<Store, 'read'> }): Promise<ListedAccount[]> {
  const counts = await countInstancesOf(store.read)
  return (await findAccounts(store.read)).map(({ id, name, created_at }) => ({
    id,
    name,
    createdAt: created_at,
    instances: counts.get(id) ?? 0,
  }))
}
