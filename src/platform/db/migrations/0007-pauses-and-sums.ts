import { type Kysely, sql } from 'kysely'
import type { ColumnWords } from '../engine.ts'
import type { Step } from './migration.ts'

/** Why a webhook is paused, and sums over the counters of forms, so that those of a year are not millions of rows. */
export const pausesAndSums: Step = async (database, words) => {
  // Those that were paused before this step were paused for their failures.
  await database.schema.alterTable('webhook').addColumn('pause_reason', sql.raw(words.text)).execute()
  await createSums(database, words)
  await sumUp(database)
}

async function createSums(database: Kysely<unknown>, words: ColumnWords): Promise<void> {
  await database.schema
    .createTable('form_sum')
    .addColumn('instance_id', sql.raw(words.text), (column) => column.notNull())
    .addColumn('span', sql.raw(words.text), (column) => column.notNull())
    .addColumn('at', sql.raw(words.integer), (column) => column.notNull())
    .addColumn('measure', sql.raw(words.text), (column) => column.notNull())
    .addColumn('n', sql.raw(words.integer), (column) => column.notNull())
    .addPrimaryKeyConstraint('form_sum_key', ['instance_id', 'span', 'at', 'measure'])
    .addForeignKeyConstraint('form_sum_of_instance', ['instance_id'], 'instance', ['id'], (constraint) =>
      constraint.onDelete('cascade'),
    )
    .modifyEnd(sql.raw(words.tableEnd))
    .execute()
}

const DAY = sql.raw('hour - hour % 86400000')
const HOURLY = sql.raw(`(measure like 'state:%' or measure like 'reached:%' or measure = 'answers')`)

/**
 * Sums up what was counted before there were sums: `src/form/domain/sums.ts` says what. It reads all counters eight times,
 * once a statement: the more of them there are, the longer the first start with this step takes; once, and before it listens.
 */
export async function sumUp(database: Kysely<unknown>): Promise<void> {
  await sql`insert into form_sum (instance_id, span, at, measure, n)
    select instance_id, 'hour', hour, measure, sum(n) from form_count where ${HOURLY}
    group by instance_id, hour, measure`.execute(database)
  await sql`insert into form_sum (instance_id, span, at, measure, n)
    select instance_id, 'day', ${DAY}, measure, sum(n) from form_count where not ${HOURLY}
    group by instance_id, ${DAY}, measure`.execute(database)
  for (const by of ['source', 'form_type', 'form_name']) {
    for (const [what, measures] of [
      ['total', `measure like 'state:%'`],
      ['answered', `measure = 'reached:answered'`],
    ] as const) {
      await sql`insert into form_sum (instance_id, span, at, measure, n)
        select instance_id, 'day', ${DAY}, ${sql.lit(`${what}:${by}:`)} || ${sql.ref(by)}, sum(n) from form_count
        where ${sql.raw(measures)}
        group by instance_id, ${DAY}, ${sql.ref(by)} having sum(n) <> 0`.execute(database)
    }
  }
}
