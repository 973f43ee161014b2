import type { Random } from '../kernel/id.ts'
import { Refused } from '../kernel/refused.ts'
import type { Store } from '../platform/db/store.ts'
import { newToken } from './create-account.ts'
import { insistOnAccount } from './find-account.ts'
import { findFirstAccount, findInstanceIds, noteTokenShort, setAccountToken } from './store.ts'
import { hasTokenFile, keepTokenFile } from './token-file.ts'

export interface RotateAccountTokenDeps {
  store: Store
  random: Random
  dataDir: string
  /** The operator's own token for the first account. */
  accountToken: string | undefined
  hashToken(token: string): string
  /** The account's token ended: told of each of its instances, after the commit. */
  tokenEnded(instanceId: string, holder: 'account'): void
}

/**
 * Gives an account a new token and returns it; the old one ends at once, with the sockets that it opened. The file
 * `account-token`, where the first account has one, tells the new one; when it cannot, a sentence says so.
 * @throws Refused when there is no such account, or when ACCOUNT_TOKEN decides
 */
export async function rotateAccountToken(
  deps: RotateAccountTokenDeps,
  name: string,
): Promise<{ token: string; warning: string | null }> {
  const token = newToken(deps.random)
  const isFirst = await deps.store.write(async (transaction) => {
    const { sql } = transaction
    const account = await insistOnAccount(sql, name)
    const isFirst = (await findFirstAccount(sql))?.id === account.id
    if (isFirst && deps.accountToken !== undefined) {
      throw new Refused('ACCOUNT_TOKEN decides the token of the first account: change it there, and start again.')
    }
    await setAccountToken(sql, account.id, deps.hashToken(token))
    if (isFirst) await noteTokenShort(sql, false)
    const instanceIds = await findInstanceIds(sql, account.id)
    transaction.afterCommit(() => {
      for (const id of instanceIds) deps.tokenEnded(id, 'account')
    })
    return isFirst
  })
  if (!isFirst || !hasTokenFile(deps.dataDir)) return { token, warning: null }
  // The old token has ended: whatever becomes of the file, the new one is told.
  const failure = await keepTokenFile(deps.dataDir, token).then(
    () => null,
    (error: unknown) => (error instanceof Refused ? error.message : 'account-token could not be written.'),
  )
  return { token, warning: failure }
}
