import type { Sql } from '../../platform/db/store.ts'

const MOST_COUNTED = 100_000

/** How many messages are decrypted and not handled yet, over all lines; at most 100,000. */
export async function countInbox(sql: Sql): Promise<number> {
  const { count } = await sql
    .selectFrom(({ selectFrom }) => selectFrom('inbox').select('seq').limit(MOST_COUNTED).as('some'))
    .select(({ fn }) => fn.countAll().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}
