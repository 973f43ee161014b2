import type { Clock } from '../kernel/clock.ts'
import type { Random } from '../kernel/id.ts'
import { Refused } from '../kernel/refused.ts'
import type { Store } from '../platform/db/store.ts'
import { newAccount, newToken } from './create-account.ts'
import {
  type Account,
  findFirstAccount,
  findTokenOwner,
  insertAccount,
  isTokenShort,
  noteTokenShort,
  setAccountToken,
} from './store.ts'
import { dropTokenFile, keepTokenFile } from './token-file.ts'

const SHORTEST_PUBLIC_TOKEN = 24
const NAME = 'default'

export interface EnsureFirstAccountDeps {
  store: Store
  clock: Clock
  random: Random
  hashToken(token: string): string
  /** `account-token` is kept here, readable by its owner alone. */
  dataDir: string
  /** The operator's own token: it is the first account's from now on, whatever it had before. */
  accountToken: string | undefined
  /** Whether others than this machine can reach us. */
  isPublic: boolean
}

/**
 * Makes sure that there is an account. Returns its token when this start made one; it is in the file `account-token`
 * from then on, and never told again. A token given by the operator replaces the first account's.
 * @throws Refused when a short token would open a public host, or is an instance's
 */
export async function ensureFirstAccount(deps: EnsureFirstAccountDeps): Promise<string | null> {
  const { store, accountToken } = deps
  const account = await findFirstAccount(store.read)
  if (accountToken !== undefined) {
    await giveToken(deps, account, accountToken)
    return null
  }
  if (account) {
    await refuseShort(deps)
    return null
  }
  const token = newToken(deps.random)
  // Before the account is: a crash between the two makes another token, never an account without one.
  await keepTokenFile(deps.dataDir, token)
  await store.write(({ sql }) => insertAccount(sql, firstAccount(deps, token)))
  return token
}

async function giveToken(deps: EnsureFirstAccountDeps, account: Account | null, token: string): Promise<void> {
  const hash = deps.hashToken(token)
  if (account?.token_hash === hash) return
  await deps.store.write(async ({ sql }) => {
    const owner = await findTokenOwner(sql, hash)
    if (owner) throw new Refused('ACCOUNT_TOKEN is the token of an instance or of another account: choose another one.')
    await noteTokenShort(sql, token.length < SHORTEST_PUBLIC_TOKEN)
    if (account) await setAccountToken(sql, account.id, hash)
    else await insertAccount(sql, firstAccount(deps, token))
  })
  await dropTokenFile(deps.dataDir)
}

async function refuseShort(deps: EnsureFirstAccountDeps): Promise<void> {
  if (!deps.isPublic || !(await isTokenShort(deps.store.read))) return
  throw new Refused(
    `The account token has fewer than ${SHORTEST_PUBLIC_TOKEN} characters, too few for a public host: set a longer ACCOUNT_TOKEN.`,
  )
}

function firstAccount(deps: EnsureFirstAccountDeps, token: string): Account {
  return newAccount(deps, { name: NAME, token, now: deps.clock.now() })
}
