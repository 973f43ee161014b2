import type { Selectable } from 'kysely'
import { type LookUp, recall } from '../platform/db/remember/look-up.ts'
import type { AccountTable } from '../platform/db/schema.ts'
import type { Sql } from '../platform/db/store.ts'
import { deleteAccountSessions } from './store-sessions.ts'

export type Account = Selectable<AccountTable>

/** Whom a token hash belongs to; `instanceId` is null for a TokenAccount. */
export interface TokenOwner {
  hash: string
  accountId: string
  instanceId: string | null
}

const TOKEN_OWNER: LookUp<TokenOwner> = { tables: ['account', 'instance'], find: readTokenOwner }

/** Whose a token is; null when it is nobody's. */
export function findTokenOwner(sql: Sql, hash: string): Promise<TokenOwner | null> {
  return recall(sql, TOKEN_OWNER, hash)
}

/** Looks in both kinds of token: no two of them are ever equal. */
async function readTokenOwner(sql: Sql, hash: string): Promise<TokenOwner | null> {
  const account = await sql
    .selectFrom('account')
    .select(['id', 'token_hash'])
    .where('token_hash', '=', hash)
    .executeTakeFirst()
  if (account) return { hash: account.token_hash, accountId: account.id, instanceId: null }
  const instance = await sql
    .selectFrom('instance')
    .select(['id', 'account_id', 'token_hash'])
    .where('token_hash', '=', hash)
    .executeTakeFirst()
  return instance ? { hash: instance.token_hash, accountId: instance.account_id, instanceId: instance.id } : null
}

/** The account that the first start made. */
export async function findFirstAccount(sql: Sql): Promise<Account | null> {
  const first = await sql.selectFrom('account').selectAll().orderBy('created_at').orderBy('id').executeTakeFirst()
  return first ?? null
}

/** Every account, the first one first. */
export async function findAccounts(sql: Sql): Promise<Account[]> {
  return await sql.selectFrom('account').selectAll().orderBy('created_at').orderBy('id').execute()
}

export async function findInstanceIds(sql: Sql, accountId: string): Promise<string[]> {
  const rows = await sql.selectFrom('instance').select('id').where('account_id', '=', accountId).execute()
  return rows.map(({ id }) => id)
}

export async function deleteAccountRow(sql: Sql, accountId: string): Promise<void> {
  await sql.deleteFrom('account').where('id', '=', accountId).execute()
}

/** How many instances accounts have; an account without one is left out. */
export async function countInstancesOf(sql: Sql): Promise<ReadonlyMap<string, number>> {
  const rows = await sql
    .selectFrom('instance')
    .select(['account_id', ({ fn }) => fn.countAll().as('count')])
    .groupBy('account_id')
    .execute()
  return new Map(rows.map(({ account_id, count }) => [account_id, Number(count)]))
}

export async function findByName(sql: Sql, name: string): Promise<Account | null> {
  return (await sql.selectFrom('account').selectAll().where('name', '=', name).executeTakeFirst()) ?? null
}

export async function insertAccount(sql: Sql, account: Account): Promise<void> {
  await sql.insertInto('account').values(account).execute()
}

/** Another token for an account: its sessions end with the old one. */
export async function setAccountToken(sql: Sql, accountId: string, hash: string): Promise<void> {
  await deleteAccountSessions(sql, accountId)
  await sql.updateTable('account').set({ token_hash: hash }).where('id', '=', accountId).execute()
}

/** Whether the last account token given by the operator was too short for a public host. */
export async function isTokenShort(sql: Sql): Promise<boolean> {
  const row = await sql.selectFrom('setting').select('value').where('key', '=', SHORT_TOKEN).executeTakeFirst()
  return row !== undefined
}

export async function noteTokenShort(sql: Sql, isShort: boolean): Promise<void> {
  await sql.deleteFrom('setting').where('key', '=', SHORT_TOKEN).execute()
  if (isShort) await sql.insertInto('setting').values({ key: SHORT_TOKEN, value: '1' }).execute()
}

const SHORT_TOKEN = 'account-token-is-short'
