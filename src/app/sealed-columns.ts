import { sql } from 'kysely'
import type { Schema } from '../platform/db/schema.ts'
import type { Sql } from '../platform/db/store.ts'
import type { Place, Sealer } from '../platform/secret/index.ts'

interface SealedColumn {
  table: keyof Schema
  column: string
  /** The primary key: with slashes between, it is the row of the box's place. */
  key: readonly string[]
}

/** Every column that holds sealed boxes. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: 'instance', column: 'sealed_token', key: ['id'] },
  { table: 'instance', column: 'sealed_proxy', key: ['id'] },
  { table: 'credential', column: 'sealed', key: ['instance_id'] },
  { table: 'signal_key', column: 'sealed', key: ['instance_id', 'kind', 'id'] },
  { table: 'inbox', column: 'sealed', key: ['instance_id', 'seq'] },
  { table: 'webhook', column: 'sealed_secret', key: ['id'] },
  { table: 'webhook', column: 'sealed_authorization', key: ['id'] },
  { table: 'webhook', column: 'sealed_previous_secret', key: ['id'] },
]

/** A sealed box where it stands. */
export interface KeptBox {
  place: Place
  values: readonly (string | number)[]
  box: Uint8Array
}

const AT_ONCE = 500

/** The boxes of a column in the order of their keys, `after` one of them; at most 500. */
export async function readBoxes(
  queries: Sql,
  { table, column, key }: SealedColumn,
  after: KeptBox | null,
): Promise<KeptBox[]> {
  const keys = sql.join(key.map((each) => sql.ref(each)))
  const from = after ? sql`and (${keys}) > (${sql.join(after.values)})` : sql``
  const { rows } = await sql<Record<string, unknown>>`
    select ${keys}, ${sql.ref(column)} as box from ${sql.table(table)}
    where ${sql.ref(column)} is not null ${from} order by ${keys} limit ${AT_ONCE}`.execute(queries)
  return rows.map((row) => {
    const values = key.map((each) => row[each] as string | number)
    return { place: { table, column, row: values.join('/') }, values, box: row['box'] as Uint8Array }
  })
}

/**
 * Seals every box of a column anew; how many there were. One transaction for all of them, or none.
 * @throws SealBroken for a box that `from` does not open
 */
export async function resealColumn(
  transaction: Sql,
  sealed: SealedColumn,
  { from, to }: { from: Sealer; to: Sealer },
): Promise<number> {
  const { table, column, key } = sealed
  let count = 0
  let last: KeptBox | null = null
  for (;;) {
    const boxes: KeptBox[] = await readBoxes(transaction, sealed, last)
    for (const { place, values, box } of boxes) {
      const anew = to.seal(place, from.open(place, box))
      const isRow = sql.join(
        key.map((each, index) => sql`${sql.ref(each)} = ${values[index]}`),
        sql` and `,
      )
      await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${anew} where ${isRow}`.execute(transaction)
    }
    count += boxes.length
    last = boxes.at(-1) ?? null
    if (!last) return count
  }
}
