import type { Store } from '../platform/db/store.ts'
import type { Instance } from './store.ts'

/** An instance as the operator of the machine sees it: of every account, without its token. */
export interface ListedNumber {
  account: string
  name: string
  id: string
  state: Instance['state']
  /** The engine's word for why it is in its state. */
  reason: string | null
  /** Its digits, or their last four behind an ellipsis; null while none is linked. */
  number: string | null
}

export interface WantedNumbers {
  /** Of the account with this id; null: of all. */
  accountId: string | null
  /** Whether numbers are told whole. */
  whole: boolean
}

/** Instances of the store, by account and in the order they were made. */
export async function listNumbers(store: Pick<Store, 'read'>, { accountId, whole }: WantedNumbers) {
  const all = store.read
    .selectFrom('instance')
    .innerJoin('account', 'account.id', 'instance.account_id')
    .select([
      'account.name as account',
      'instance.name',
      'instance.id',
      'instance.state',
      'instance.state_reason as reason',
      'instance.number_jid',
    ])
  const wanted = accountId === null ? all : all.where('account.id', '=', accountId)
  const rows = await wanted
    .orderBy('account.created_at')
    .orderBy('account.id')
    .orderBy('instance.created_at')
    .orderBy('instance.id')
    .execute()
  return rows.map(({ number_jid, ...row }): ListedNumber => ({ ...row, number: digitsOf(number_jid, whole) }))
}

function digitsOf(jid: string | null, whole: boolean): string | null {
  const digits = /^\d+/.exec(jid ?? '')?.[0]
  if (digits === undefined) return null
  return whole ? digits : `…${digits.slice(-4)}`
}
