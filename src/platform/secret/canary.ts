import { type QueryExecutorProvider, sql } from 'kysely'
import type { Sealer } from './seal.ts'
import { SecretRefused } from './secret-key.ts'

/** What the canary needs of a store. */
export interface CanaryStore {
  readonly read: QueryExecutorProvider
  write<Result>(unit: (transaction: { readonly sql: QueryExecutorProvider }) => Promise<Result>): Promise<Result>
}

const NAME = 'canary'
const SONG = 'formwire'
const PLACE = { table: 'setting', column: 'value', row: NAME }

/**
 * Makes sure that the secret key is the one that this store was made with, by a sealed word in the table `setting`;
 * a new store gets it. Call it before anything is sealed or hashed.
 *
 * @throws SecretRefused when the key is another one; nothing is written then.
 */
export async function checkCanary(store: CanaryStore, sealer: Sealer): Promise<void> {
  const kept = await findCanary(store)
  if (kept !== undefined) return listen(sealer, kept)
  await store.write(({ sql: transaction }) => insertCanary(transaction, sealer))
}

/** Whether this key seals the store; false when it has no canary. */
export async function opensCanary(store: Pick<CanaryStore, 'read'>, sealer: Sealer): Promise<boolean> {
  const kept = await findCanary(store)
  try {
    if (kept !== undefined) listen(sealer, kept)
    return kept !== undefined
  } catch {
    return false
  }
}

/** Gives the store a new key, in the transaction that seals everything else with it. */
export async function replaceCanary(transaction: QueryExecutorProvider, sealer: Sealer): Promise<void> {
  await sql`delete from setting where key = ${NAME}`.execute(transaction)
  await insertCanary(transaction, sealer)
}

async function insertCanary(transaction: QueryExecutorProvider, sealer: Sealer): Promise<void> {
  const box = Buffer.from(sealer.sealText(PLACE, SONG)).toString('base64')
  await sql`insert into setting (key, value) values (${NAME}, ${box})`.execute(transaction)
}

/** Whether a store was made with a secret key already. */
export async function hasCanary(store: Pick<CanaryStore, 'read'>): Promise<boolean> {
  return (await findCanary(store)) !== undefined
}

async function findCanary({ read }: Pick<CanaryStore, 'read'>): Promise<string | undefined> {
  const { rows } = await sql<{ value: string }>`select value from setting where key = ${NAME}`.execute(read)
  return rows[0]?.value
}

function listen(sealer: Sealer, box: string): void {
  try {
    if (sealer.openText(PLACE, Buffer.from(box, 'base64')) === SONG) return
  } catch (cause) {
    throw wrongKey(cause)
  }
  throw wrongKey(undefined)
}

function wrongKey(cause: unknown): SecretRefused {
  return new SecretRefused(
    'The secret key is not the one that this store was made with: give back SECRET_KEY, or the file secret-key of the data folder; nothing was changed.',
    { cause },
  )
}
