import { sql as literal } from 'kysely'
import type { FormColumnTable } from '../platform/db/schema.ts'
import type { Sql } from '../platform/db/store.ts'
import type { TypedAnswer } from './domain/typed.ts'
import type { Answer } from './store-answers.ts'

/** So many columns of a kind an export has at most; answers hold what has no column of its own all the same. */
const MOST_COLUMNS = 200

/** Of one answer so many names are counted: its sender chooses them. */
const MOST_OF_ANSWER = 100

/** So many keys of an instance are counted; further ones are not, whatever strangers think of. */
const MOST_COUNTED = 5_000

/**
 * Counts the columns that an answer fills, in the transaction that keeps (`by` 1) or erases it (−1). A column that no
 * answer has any more goes, so that nothing of an erased answer stays.
 */
export async function countColumns(sql: Sql, answer: Answer, by: 1 | -1): Promise<void> {
  const { instance_id: instanceId } = answer
  const columns = columnsOf(answer)
  if (columns.length === 0) return
  if (by < 0) return dropUses(sql, instanceId, columns)
  const admitted = (await isFull(sql, instanceId)) ? await onlyKnown(sql, instanceId, columns) : columns
  if (admitted.length === 0) return
  const rows = admitted.map((column) => ({ ...column, instance_id: instanceId, uses: 1, first_at: answer.at }))
  await sql
    .insertInto('form_column')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['instance_id', 'kind', 'name'])
        .doUpdateSet((set) => ({ uses: set('form_column.uses', '+', set.ref('excluded.uses')) })),
    )
    .execute()
}

async function dropUses(sql: Sql, instanceId: string, columns: readonly Column[]): Promise<void> {
  for (const kind of ['custom', 'other'] as const) {
    const names = columns.filter((column) => column.kind === kind).map(({ name }) => name)
    if (names.length === 0) continue
    await sql
      .updateTable('form_column')
      .set((set) => ({ uses: set('uses', '-', 1) }))
      .where('instance_id', '=', instanceId)
      .where('kind', '=', kind)
      .where('name', 'in', names)
      .execute()
  }
  await sql.deleteFrom('form_column').where('instance_id', '=', instanceId).where('uses', '<=', 0).execute()
}

/** A customer's own questions, and the keys that are counted already. */
async function onlyKnown(sql: Sql, instanceId: string, columns: readonly Column[]): Promise<Column[]> {
  const keys = columns.filter(({ kind }) => kind === 'other').map(({ name }) => name)
  const known = await sql
    .selectFrom('form_column')
    .select('name')
    .where('instance_id', '=', instanceId)
    .where('kind', '=', 'other')
    .where('name', 'in', ['', ...keys])
    .execute()
  const names = new Set(known.map(({ name }) => name))
  return columns.filter(({ kind, name }) => kind === 'custom' || names.has(name))
}

async function isFull(sql: Sql, instanceId: string): Promise<boolean> {
  const counted = await sql
    .selectFrom('form_column')
    .select('name')
    .where('instance_id', '=', instanceId)
    .where('kind', '=', 'other')
    .offset(MOST_COUNTED)
    .limit(1)
    .execute()
  return counted.length > 0
}

/** Names of the export's columns beside the fixed ones, those that most answers have first. */
export async function findColumns(sql: Sql, instanceId: string): Promise<{ custom: string[]; other: string[] }> {
  const [custom, other] = await Promise.all([findKind(sql, instanceId, 'custom'), findKind(sql, instanceId, 'other')])
  return { custom, other }
}

async function findKind(sql: Sql, instanceId: string, kind: FormColumnTable['kind']): Promise<string[]> {
  const rows = await sql
    .selectFrom('form_column')
    .select('name')
    .where('instance_id', '=', instanceId)
    .where('kind', '=', kind)
    // Of too many, those that most answers have: nobody pushes a customer's own questions out with one odd answer.
    .orderBy('uses', 'desc')
    .orderBy(literal`first_at`)
    .orderBy('name')
    .limit(MOST_COLUMNS)
    .execute()
  return rows.map(({ name }) => name)
}

type Column = Pick<FormColumnTable, 'kind' | 'name'>

function columnsOf({ answers }: Answer): Column[] {
  const typed = JSON.parse(answers ?? '{}') as TypedAnswer
  const custom = new Set((typed.customFields ?? []).slice(0, MOST_OF_ANSWER).map(({ label }) => label))
  const other = new Set((typed.other ?? []).slice(0, MOST_OF_ANSWER).map(({ key }) => key))
  return [
    ...[...custom].map((name) => ({ kind: 'custom' as const, name })),
    ...[...other].map((name) => ({ kind: 'other' as const, name })),
  ]
}
