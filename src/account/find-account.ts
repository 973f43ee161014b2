import { Refused } from '../kernel/refused.ts'
import type { Sql } from '../platform/db/store.ts'
import { type Account, findByName, findFirstAccount } from './store.ts'

/** The account of a name, or without one the first. @throws Refused when there is none */
export async function insistOnAccount(sql: Sql, name: string | undefined): Promise<Account> {
  const account = name === undefined ? await findFirstAccount(sql) : await findByName(sql, name.trim())
  if (account) return account
  throw new Refused(`There is no account of this name: "formwire account list" tells which there are.`)
}
