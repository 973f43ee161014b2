import type { Selectable } from 'kysely'
import type { SessionTable } from '../platform/db/schema.ts'
import type { Sql } from '../platform/db/store.ts'
import type { SessionTimes } from './session-life.ts'

export type SessionRow = Selectable<SessionTable>

export async function findSession(sql: Sql, hash: string): Promise<SessionRow | null> {
  return (await sql.selectFrom('session').selectAll().where('hash', '=', hash).executeTakeFirst()) ?? null
}

export async function insertSession(sql: Sql, row: SessionRow): Promise<void> {
  await sql.insertInto('session').values(row).execute()
}

export async function noteUse(sql: Sql, hash: string, at: number): Promise<void> {
  await sql.updateTable('session').set({ used_at: at }).where('hash', '=', hash).execute()
}

export async function deleteSession(sql: Sql, hash: string): Promise<void> {
  await sql.deleteFrom('session').where('hash', '=', hash).execute()
}

/** Deletes those of a token but the newest `most`; the hashes of those that went. */
export async function deleteSurplus(sql: Sql, tokenHash: string, most: number): Promise<string[]> {
  const rows = await sql
    .selectFrom('session')
    .select('hash')
    .where('token_hash', '=', tokenHash)
    .orderBy('created_at', 'desc')
    .orderBy('hash')
    .execute()
  const surplus = rows.slice(most).map(({ hash }) => hash)
  if (surplus.length > 0) await sql.deleteFrom('session').where('hash', 'in', surplus).execute()
  return surplus
}

/** Deletes those that began, or were used last, at these times or earlier. How many there were. */
export async function deleteOld(sql: Sql, oldest: SessionTimes): Promise<number> {
  const { numDeletedRows } = await sql
    .deleteFrom('session')
    .where((where) => where.or([where('created_at', '<=', oldest.created_at), where('used_at', '<=', oldest.used_at)]))
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** Deletes those that stand for an account itself. */
export async function deleteAccountSessions(sql: Sql, accountId: string): Promise<void> {
  await sql.deleteFrom('session').where('account_id', '=', accountId).where('instance_id', 'is', null).execute()
}

/** Deletes those that stand for one instance, in the transaction that gives it another token. */
export async function deleteInstanceSessions(sql: Sql, instanceId: string): Promise<void> {
  await sql.deleteFrom('session').where('instance_id', '=', instanceId).execute()
}

/** Whom a session stands for, by name; null: nobody any more. */
export async function findNames(
  sql: Sql,
  { accountId, instanceId }: { accountId: string; instanceId: string | null },
): Promise<{ account: string; instance: string | null } | null> {
  const account = await sql.selectFrom('account').select('name').where('id', '=', accountId).executeTakeFirst()
  if (!account) return null
  if (instanceId === null) return { account: account.name, instance: null }
  const instance = await sql.selectFrom('instance').select('name').where('id', '=', instanceId).executeTakeFirst()
  return instance ? { account: account.name, instance: instance.name } : null
}
