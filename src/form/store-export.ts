import type { Sql } from '../platform/db/store.ts'
import { type Answer, sizeOf } from './store-answers.ts'

/** So many submissions are looked for at a time, and so many bytes of them are read at once. */
const LOOKED_FOR_AT_ONCE = 500
const READ_AT_ONCE = 1_048_576

/**
 * Every submission of these forms, in pages: the newest form first (ids sort by time), its first submission first. A
 * submission may hold a quarter of a megabyte, and a form thousands of them: a page is bounded by what is in it.
 */
export async function* findSubmissions(sql: Sql, formIds: readonly string[]): AsyncGenerator<Answer[]> {
  if (formIds.length === 0) return
  let after: Submission | null = null
  for (;;) {
    const found: Submission[] = await findSizes(sql, formIds, after)
    for (const ids of portions(found)) yield readAll(sql, ids)
    after = found.at(-1) ?? null
    if (found.length < LOOKED_FOR_AT_ONCE) return
  }
}

interface Submission {
  id: string
  form_id: string | null
  at: number
  size: number
}

async function findSizes(sql: Sql, formIds: readonly string[], after: Submission | null): Promise<Submission[]> {
  let found = sql
    .selectFrom('answer')
    .select(['id', 'form_id', 'at'])
    .select((select) =>
      select(sizeOf(select, 'raw').expression, '+', sizeOf(select, 'answers').expression).$castTo<number>().as('size'),
    )
    .where('form_id', 'in', [...formIds])
  if (after) {
    const { form_id: formId, at, id } = after
    found = found.where(({ eb, and, or }) =>
      or([
        eb('form_id', '<', formId),
        and([eb('form_id', '=', formId), eb('at', '>', at)]),
        and([eb('form_id', '=', formId), eb('at', '=', at), eb('id', '>', id)]),
      ]),
    )
  }
  return found.orderBy('form_id', 'desc').orderBy('at').orderBy('id').limit(LOOKED_FOR_AT_ONCE).execute()
}

/** Ids in their order, in portions of a bounded size; a large submission is one by itself. */
function portions(found: readonly Submission[]): string[][] {
  const cut: string[][] = []
  let sum = Number.POSITIVE_INFINITY
  for (const { id, size } of found) {
    if (sum + size > READ_AT_ONCE) {
      cut.push([])
      sum = 0
    }
    cut.at(-1)?.push(id)
    sum += size
  }
  return cut
}

async function readAll(sql: Sql, ids: readonly string[]): Promise<Answer[]> {
  const rows = await sql
    .selectFrom('answer')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute()
  const byId = new Map(rows.map((answer) => [answer.id, answer]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}
