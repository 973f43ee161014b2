import { sql as raw } from 'kysely'
import type { Sql } from '../platform/db/store.ts'

/** Deliveries that wait, those of paused webhooks not among the times. Unix milliseconds; null where none waits. */
export interface WaitingDeliveries {
  /** At most 100,000. */
  waiting: number
  /** When the oldest of them was made. */
  madeAt: number | null
  /** When the first of them is or was due. */
  dueAt: number | null
}

const MOST_COUNTED = 100_000
// Literals, not parameters: only then both engines use the indexes of what is not delivered.
const PENDING = raw.lit<'pending'>('pending')
const DELIVERED = raw.lit<'delivered'>('delivered')

/** Measures what waits: two steps into an index for each webhook, and a count that ends. */
export async function measureDeliveries(sql: Sql): Promise<WaitingDeliveries> {
  const { waiting } = await sql
    .selectFrom(({ selectFrom }) =>
      selectFrom('delivery').select('webhook_id').where('state', '=', PENDING).limit(MOST_COUNTED).as('some'),
    )
    .select(({ fn }) => fn.countAll().as('waiting'))
    .executeTakeFirstOrThrow()
  const { madeAt, dueAt } = await sql
    .selectFrom(({ selectFrom }) =>
      selectFrom('webhook')
        .where('paused_at', 'is', null)
        .select((webhook) => [
          webhook
            .selectFrom('delivery')
            .select('created_at')
            .whereRef('webhook_id', '=', 'webhook.id')
            .where('state', '=', PENDING)
            .where('state', '<>', DELIVERED)
            .orderBy('id')
            .limit(1)
            .as('made_at'),
          webhook
            .selectFrom('delivery')
            .select('next_attempt_at')
            .whereRef('webhook_id', '=', 'webhook.id')
            .where('state', '=', PENDING)
            .orderBy('next_attempt_at')
            .limit(1)
            .as('due_at'),
        ])
        .as('of_each'),
    )
    .select(({ fn }) => [fn.min('made_at').as('madeAt'), fn.min('due_at').as('dueAt')])
    .executeTakeFirstOrThrow()
  return { waiting: Number(waiting), madeAt, dueAt }
}
