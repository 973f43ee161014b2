import { sql as literal, type SqlBool } from 'kysely'
import type { Sql } from '../platform/db/store.ts'

/** Sends that are not out yet. Times are Unix milliseconds; null where none waits. */
export interface WaitingSends {
  /** Those that wait for their time or for the line, at most 100,000. */
  queued: number
  /** When the first of them was to go out. */
  dueAt: number | null
  /** Those of which WhatsApp has said nothing yet. */
  sending: number
  /** When the first of them was handed over. */
  askedAt: number | null
}

const MOST_COUNTED = 100_000

/** Measures what is not out yet. It walks the indexes of the few rows in these states, never the messages. */
export async function measureSends(sql: Sql): Promise<WaitingSends> {
  const { queued, dueAt } = await sql
    .selectFrom(({ selectFrom }) =>
      selectFrom('message')
        .select('due_at')
        .where(literal<SqlBool>`state = 'queued'`)
        .orderBy('due_at')
        .limit(MOST_COUNTED)
        .as('waiting'),
    )
    .select(({ fn }) => [fn.countAll().as('queued'), fn.min('due_at').as('dueAt')])
    .executeTakeFirstOrThrow()
  const { sending, askedAt } = await sql
    .selectFrom('message')
    .where(literal<SqlBool>`state = 'sending'`)
    .select(({ fn }) => [fn.countAll().as('sending'), fn.min('at').as('askedAt')])
    .executeTakeFirstOrThrow()
  return { queued: Number(queued), dueAt, sending: Number(sending), askedAt }
}
