import type { Clock } from '../kernel/clock.ts'
import { newId, type Random, randomText } from '../kernel/id.ts'
import { Refused } from '../kernel/refused.ts'
import type { Store } from '../platform/db/store.ts'
import { type Account, findByName, findFirstAccount, insertAccount } from './store.ts'

const TOKEN_CHARACTERS = 40
const LONGEST_NAME = 100

export interface CreateAccountDeps {
  store: Pick<Store, 'write'>
  clock: Clock
  random: Random
  hashToken(token: string): string
}

/**
 * Makes an account beside those that are there; `name` is as `readAccountName` gives it. Returns its token, which is
 * never told again.
 * @throws Refused when another account has the name
 */
export async function createAccount(deps: CreateAccountDeps, name: string): Promise<string> {
  const token = newToken(deps.random)
  await deps.store.write(async ({ sql }) => {
    if (await findByName(sql, name)) throw new Refused(`There is an account named "${name}" already.`)
    // The first account is the oldest: none that comes later may be as old, whatever the clock says.
    const first = await findFirstAccount(sql)
    const now = Math.max(deps.clock.now(), (first?.created_at ?? 0) + 1)
    await insertAccount(sql, newAccount(deps, { name, token, now }))
  })
  return token
}

/** @throws Refused with one sentence */
export function readAccountName(text: string): string {
  const name = text.trim()
  const { length } = [...name]
  if (length >= 1 && length <= LONGEST_NAME && !/\p{Cc}/u.test(name)) return name
  throw new Refused(`An account's name has 1 to ${LONGEST_NAME} characters, all of them visible or spaces.`)
}

/** A token of ours: 200 bits of chance. */
export function newToken(random: Random): string {
  return randomText(random, TOKEN_CHARACTERS)
}

/** The row of an account that is made now. */
export function newAccount(
  deps: Pick<CreateAccountDeps, 'random' | 'hashToken'>,
  { name, token, now }: { name: string; token: string; now: number },
): Account {
  return { id: newId('acc', now, deps.random), name, token_hash: deps.hashToken(token), created_at: now }
}
