import { Refused } from '../kernel/refused.ts'
import type { Sql } from '../platform/db/store.ts'
import { type Account, findByName, findFirstAccount } from './store.ts'

/** The account of a name; without one, the first. @throws Refused with one sentence */
export async function findAccountNamed(sql: Sql, name: string | undefined): Promise<Account> {
  const account = name === undefined ? await findFirstAccount(sql) : await findByName(sql, name)
  if (account) return account
  throw new Refused(name === undefined ? 'There is no account yet.' : `There is no account named "${name}".`)
}
