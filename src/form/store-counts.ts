import { prepared } from '../platform/db/prepared.ts'
import type { FormCountTable, FormSumTable } from '../platform/db/schema.ts'
import type { Sql, Tally, Transaction } from '../platform/db/store.ts'
import type { Measure } from './domain/measures.ts'
import { type Sum, sumsOf } from './domain/sums.ts'

/** What forms are counted by. */
export type CountKey = Pick<FormCountTable, 'instance_id' | 'hour' | 'source' | 'form_type' | 'form_name'>

/** What is added to the counters of one key. */
export type CountChange = readonly [key: CountKey, change: ReadonlyMap<Measure, number>]

const add = prepared((sql, given: { rows: readonly FormCountTable[] }) =>
  sql
    .insertInto('form_count')
    .values(given.rows)
    .onConflict((conflict) =>
      conflict
        .columns(['instance_id', 'hour', 'source', 'form_type', 'form_name', 'measure'])
        .doUpdateSet((set) => ({ n: set('form_count.n', '+', set.ref('excluded.n')) })),
    ),
)

const sumUp = prepared((sql, given: { rows: readonly FormSumTable[] }) =>
  sql
    .insertInto('form_sum')
    .values(given.rows)
    .onConflict((conflict) =>
      conflict
        .columns(['instance_id', 'span', 'at', 'measure'])
        .doUpdateSet((set) => ({ n: set('form_sum.n', '+', set.ref('excluded.n')) })),
    ),
)

const COUNTS: Tally<FormCountTable> = {
  keyOf: ({ instance_id, hour, source, form_type, form_name, measure }) =>
    JSON.stringify([instance_id, hour, source, form_type, form_name, measure]),
  add: (one, other) => ({ ...one, n: one.n + other.n }),
  async write(sql, rows) {
    for (const some of chunksOf(rows.filter(isChange))) await add.run(sql, { rows: some })
  },
}

const SUMS: Tally<FormSumTable> = {
  keyOf: ({ instance_id, span, at, measure }) => JSON.stringify([instance_id, span, at, measure]),
  add: (one, other) => ({ ...one, n: one.n + other.n }),
  async write(sql, rows) {
    for (const some of chunksOf(rows.filter(isChange))) await sumUp.run(sql, { rows: some })
  },
}

/** Of one statement; few lengths, so that their texts are kept. */
const ROWS_AT_ONCE = 8

function chunksOf<Row>(rows: readonly Row[]): Row[][] {
  const chunks: Row[][] = []
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) chunks.push(rows.slice(from, from + ROWS_AT_ONCE))
  return chunks
}

function isChange({ n }: { n: number }): boolean {
  return n !== 0
}

/** Adds to counters and to their sums, in the commit of what they count; all of one instance. */
export function addCounts(transaction: Pick<Transaction, 'tally'>, changes: readonly CountChange[]): void {
  const counts = changes.flatMap(([key, change]) => [...change].map(([measure, n]) => ({ ...key, measure, n })))
  const [first] = counts
  if (!first) return
  const { instance_id } = first
  const sums = changes.flatMap(([key, change]) => sumsOf(key, change))
  transaction.tally(COUNTS, counts)
  transaction.tally(
    SUMS,
    sums.map((sum) => ({ instance_id, ...sum })),
  )
}

/** Sums of one span from `from` on, before `to`, in the order of their key, behind `after`. */
export function findSums(
  sql: Sql,
  instanceId: string,
  { span, from, to }: { span: Sum['span']; from: number; to: number },
  after: Omit<Sum, 'n' | 'span'> | null,
  limit: number,
): Promise<Omit<Sum, 'span'>[]> {
  const found = sql
    .selectFrom('form_sum')
    .select(['at', 'measure', 'n'])
    .where('instance_id', '=', instanceId)
    .where('span', '=', span)
    .where('at', '<', to)
  const begun = after
    ? found.where(({ eb, refTuple, tuple }) => eb(refTuple('at', 'measure'), '>', tuple(after.at, after.measure)))
    : found.where('at', '>=', from)
  return begun.orderBy('at').orderBy('measure').limit(limit).execute()
}

/** Which counters are asked for; hours from `from` on, before `to`. */
export interface CountFilter {
  from: number
  to: number
  source?: string | undefined
  formType?: FormCountTable['form_type'] | undefined
  formName?: string | undefined
}

/** Where a reading of counters stopped: the whole key of its last row. */
export type CountPlace = Pick<FormCountTable, 'hour' | 'source' | 'form_type' | 'form_name' | 'measure'>

export type Count = CountPlace & { n: number }

/** Counters in the order of their key, behind `after`. */
export function findCounts(
  sql: Sql,
  instanceId: string,
  filter: CountFilter,
  after: CountPlace | null,
  limit: number,
): Promise<Count[]> {
  const { from, to, source, formType, formName } = filter
  let found = sql
    .selectFrom('form_count')
    .select(['hour', 'source', 'form_type', 'form_name', 'measure', 'n'])
    .where('instance_id', '=', instanceId)
    .where('hour', '<', to)
  if (source !== undefined) found = found.where('source', '=', source)
  if (formType !== undefined) found = found.where('form_type', '=', formType)
  if (formName !== undefined) found = found.where('form_name', '=', formName)
  // One lower bound only: given two, SQLite may go from the first one on again at every chunk.
  if (!after) {
    found = found.where('hour', '>=', from)
  } else {
    const { hour, source: lastSource, form_type, form_name, measure } = after
    found = found.where(({ eb, refTuple, tuple }) =>
      eb(
        refTuple('hour', 'source', 'form_type', 'form_name', 'measure'),
        '>',
        tuple(hour, lastSource, form_type, form_name, measure),
      ),
    )
  }
  return found
    .orderBy('hour')
    .orderBy('source')
    .orderBy('form_type')
    .orderBy('form_name')
    .orderBy('measure')
    .limit(limit)
    .execute()
}
