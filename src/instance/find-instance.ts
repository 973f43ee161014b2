import { Refused } from '../kernel/refused.ts'
import type { Sql } from '../platform/db/store.ts'
import { findAllNamed, type Instance } from './store.ts'

/**
 * The instance of a name, in one account or in any (null), for the operator of the machine.
 * @throws Refused with one sentence: there is none, or several accounts have one
 */
export async function findInstanceNamed(sql: Sql, accountId: string | null, name: string): Promise<Instance> {
  const found = (await findAllNamed(sql, name)).filter((each) => accountId === null || each.accountId === accountId)
  const [instance, another] = found
  if (!instance) throw new Refused(`There is no instance named "${name}".`)
  if (another) throw new Refused(`Several accounts have an instance named "${name}": give --account.`)
  return instance
}
