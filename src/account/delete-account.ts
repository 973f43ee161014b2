import { type Random, randomText } from '../kernel/id.ts'
import { Refused } from '../kernel/refused.ts'
import type { Store } from '../platform/db/store.ts'
import { insistOnAccount } from './find-account.ts'
import { deleteAccountRow, findFirstAccount, findInstanceIds, setAccountToken } from './store.ts'

export interface DeleteAccountDeps {
  store: Store
  random: Random
  hashToken(token: string): string
  /** Ends an instance with everything of it. */
  deleteInstance(instanceId: string): Promise<void>
  tokenEnded(instanceId: string, holder: 'account'): void
}

const UNKNOWN_CHARACTERS = 40

/**
 * Deletes an account, its instances and everything of them; how many instances those were. Its token ends first, so
 * that no instance is made meanwhile; what broke off is finished by deleting it again.
 * @throws Refused when there is no such account, or when it is the first one
 */
export async function deleteAccount(deps: DeleteAccountDeps, name: string): Promise<number> {
  const { store } = deps
  const accountId = await store.write(async (transaction) => {
    const { sql } = transaction
    const account = await insistOnAccount(sql, name)
    if ((await findFirstAccount(sql))?.id === account.id) {
      throw new Refused(
        'The first account stays: ACCOUNT_TOKEN and the file account-token are its own. Delete its instances instead.',
      )
    }
    // A token that nobody was ever told.
    await setAccountToken(sql, account.id, deps.hashToken(randomText(deps.random, UNKNOWN_CHARACTERS)))
    const instanceIds = await findInstanceIds(sql, account.id)
    transaction.afterCommit(() => {
      for (const id of instanceIds) deps.tokenEnded(id, 'account')
    })
    return account.id
  })
  let deleted = 0
  for (;;) {
    const instanceIds = await store.write(async ({ sql }) => {
      const left = await findInstanceIds(sql, accountId)
      if (left.length === 0) await deleteAccountRow(sql, accountId)
      return left
    })
    if (instanceIds.length === 0) return deleted
    await Promise.all(instanceIds.map(deps.deleteInstance))
    deleted += instanceIds.length
  }
}
