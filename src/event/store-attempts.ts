import type { Selectable } from 'kysely'
import type { AttemptTable } from '../platform/db/schema-events.ts'
import type { Sql } from '../platform/db/store.ts'

export type LoggedAttempt = Selectable<AttemptTable>

/** Replays are not bounded, so the log is: the newest ones stay. */
const MOST_LOGGED = 50

/** How often a delivery was tried since it was last queued, and ever; when it was made. Null when it is no longer there. */
export async function findCounts(
  sql: Sql,
  deliveryId: string,
): Promise<{ attempts: number; ever: number; madeAt: number } | null> {
  const row = await sql
    .selectFrom('delivery')
    .select((where) => [
      'attempts',
      'created_at as madeAt',
      where
        .selectFrom('attempt')
        .whereRef('delivery_id', '=', 'delivery.id')
        .select(({ fn }) => fn.max('number').as('ever'))
        .as('ever'),
    ])
    .where('id', '=', deliveryId)
    .executeTakeFirst()
  return row ? { attempts: row.attempts, ever: row.ever ?? 0, madeAt: row.madeAt } : null
}

/** Writes an attempt into the log of its delivery, and lets the oldest go. */
export async function logAttempt(sql: Sql, attempt: LoggedAttempt): Promise<void> {
  await sql.insertInto('attempt').values(attempt).execute()
  if (attempt.number <= MOST_LOGGED) return
  await sql
    .deleteFrom('attempt')
    .where('delivery_id', '=', attempt.delivery_id)
    .where('number', '<=', attempt.number - MOST_LOGGED)
    .execute()
}

/** The log of a delivery, the oldest first. */
export function findAttempts(sql: Sql, deliveryId: string): Promise<LoggedAttempt[]> {
  return sql.selectFrom('attempt').selectAll().where('delivery_id', '=', deliveryId).orderBy('number').execute()
}

/** Erases what receivers answered to these deliveries. */
export async function blankResponses(sql: Sql, deliveryIds: readonly string[]): Promise<void> {
  await sql
    .updateTable('attempt')
    .set({ response: null })
    .where('delivery_id', 'in', [...deliveryIds])
    .where('response', 'is not', null)
    .execute()
}
