import { sql } from 'kysely'
import type { CanaryStore } from './canary.ts'
import type { Sealer } from './seal.ts'

const NAME = 'token-key'
const PLACE = { table: 'setting', column: 'value', row: NAME }

/**
 * What tokens are hashed under: the secret key, until that is rotated. Account tokens are kept as hashes alone and
 * cannot be hashed anew, so the first key goes on hashing, sealed in the table `setting`.
 * @throws SealBroken
 */
export async function loadTokenKey(store: Pick<CanaryStore, 'read'>, sealer: Sealer, key: Uint8Array) {
  const { rows } = await sql<{ value: string }>`select value from setting where key = ${NAME}`.execute(store.read)
  const [kept] = rows
  return kept ? sealer.open(PLACE, Buffer.from(kept.value, 'base64')) : key
}

/** Seals the key of tokens anew, in the transaction that does so with everything else. */
export async function keepTokenKey(transaction: CanaryStore['read'], sealer: Sealer, tokenKey: Uint8Array) {
  const value = Buffer.from(sealer.seal(PLACE, tokenKey)).toString('base64')
  await sql`delete from setting where key = ${NAME}`.execute(transaction)
  await sql`insert into setting (key, value) values (${NAME}, ${value})`.execute(transaction)
}
