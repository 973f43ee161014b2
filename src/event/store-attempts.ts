import type { ExpressionBuilder, Selectable } from 'kysely'
import { prepared } from '../platform/db/prepared.ts'
import type { Schema } from '../platform/db/schema.ts'
import type { AttemptTable } from '../platform/db/schema-events.ts'
import type { Sql } from '../platform/db/store.ts'

export type LoggedAttempt = Selectable<AttemptTable>

/** Replays are not bounded, so the log is: the newest ones stay. */
const MOST_LOGGED = 50

/** What is known of a delivery before an attempt of it is written down. */
export interface Counts {
  /** How often it was tried since it was last queued, and ever. */
  attempts: number
  ever: number
  /** When it was made, Unix milliseconds. */
  madeAt: number
}

/** By delivery; those that are no longer there are not in it. */
export async function findCountsOf(sql: Sql, deliveryIds: readonly string[]): Promise<Map<string, Counts>> {
  const rows = await sql
    .selectFrom('delivery')
    .select((where) => ['id', 'attempts', 'created_at as madeAt', timesTried(where).as('ever')])
    .where('id', 'in', [...deliveryIds])
    .execute()
  return new Map(rows.map(({ id, attempts, ever, madeAt }) => [id, { attempts, ever: ever ?? 0, madeAt }]))
}

/** How often a delivery was ever tried, null for never: part of a query about deliveries. */
export function timesTried(where: ExpressionBuilder<Schema, 'delivery'>) {
  return where
    .selectFrom('attempt')
    .whereRef('delivery_id', '=', 'delivery.id')
    .select(({ fn }) => fn.max('number').as('ever'))
}

const log = prepared((sql, given: { attempts: readonly LoggedAttempt[] }) =>
  sql.insertInto('attempt').values(given.attempts),
)

/** Writes attempts into the logs of their deliveries, one of each, and lets the oldest go. */
export async function logAttempts(sql: Sql, attempts: readonly LoggedAttempt[]): Promise<void> {
  await log.run(sql, { attempts })
  for (const { delivery_id, number } of attempts) {
    if (number <= MOST_LOGGED) continue
    await sql
      .deleteFrom('attempt')
      .where('delivery_id', '=', delivery_id)
      .where('number', '<=', number - MOST_LOGGED)
      .execute()
  }
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
