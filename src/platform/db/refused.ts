import { Refused } from '../../kernel/refused.ts'

/** Why a store cannot be opened: one sentence that says what is wrong and where, never a password. */
export class StoreRefused extends Refused {
  override readonly name = 'StoreRefused'
}
