import { Refused } from '../../kernel/refused.ts'

/** Why a store cannot be opened: one sentence that says what is wrong and where, never a password. */
export class StoreRefused extends Refused {
  override readonly name: string = 'StoreRefused'
}

/** Another process owns the store now. */
export class StoreInUse extends StoreRefused {
  override readonly name = 'StoreInUse'
}
