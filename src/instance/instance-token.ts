import { findTokenOwner } from '../account/index.ts'
import { problem } from '../kernel/errors.ts'
import type { Sql } from '../platform/db/store.ts'
import type { Instance } from './store.ts'

/** How tokens are kept: looked up by a keyed hash, and sealed beside it, for `list` shows them again. */
export interface TokenKeeper {
  hashToken(token: string): string
  sealer: {
    sealText(place: Place, plain: string): Uint8Array
    openText(place: Place, box: Uint8Array): string
  }
}

interface Place {
  table: string
  column: string
  row: string
}

/**
 * The columns that keep an instance's token.
 * @throws token_taken when any account or instance has it
 */
export async function keepToken(keeper: TokenKeeper, sql: Sql, instanceId: string, token: string) {
  const hash = keeper.hashToken(token)
  if (await findTokenOwner(sql, hash)) throw problem('token_taken')
  return { token_hash: hash, sealed_token: keeper.sealer.sealText(placeOf(instanceId), token) }
}

/** The token of an instance in clear. */
export function revealToken(keeper: TokenKeeper, instance: Instance): string {
  return keeper.sealer.openText(placeOf(instance.id), instance.sealedToken)
}

function placeOf(instanceId: string): Place {
  return { table: 'instance', column: 'sealed_token', row: instanceId }
}
