import type { Store } from '../platform/db/store.ts'
import { readCursor, writeCursor } from './domain/cursor.ts'
import { readFilter, refuse } from './read-filter.ts'
import type { ListFormsQuery } from './schema-list.ts'
import { findReadings } from './store-answers.ts'
import { viewForm } from './view.ts'
import { placeOf, walkForms } from './walk-forms.ts'

/** Bytes of typed readings on one page: an answer may hold a quarter of a megabyte. */
const MOST_BYTES = 4_194_304

/**
 * A page of an instance's forms, the newest first, each with its latest answer.
 * @throws request_invalid
 */
export async function listForms({ read }: Pick<Store, 'read'>, instanceId: string, query: ListFormsQuery) {
  const after = query.cursor === undefined ? null : readCursor(query.cursor)
  if (query.cursor !== undefined && after === null) throw refuse('cursor', 'must be the nextCursor of a page before')
  const { forms, next } = await walkForms(read, instanceId, readFilter(query), after, query.limit)
  const answerIds = forms.flatMap(({ latest_answer_id: id }) => id ?? [])
  const readings = await findReadings(read, answerIds, MOST_BYTES)
  const isShown = ({ latest_answer_id: id }: { latest_answer_id: string | null }) => id === null || readings.has(id)
  const cut = forms.findIndex((form) => !isShown(form))
  const shown = cut === -1 ? forms : forms.slice(0, cut)
  const last = shown.at(-1)
  const nextPlace = cut !== -1 && last ? placeOf(last) : next
  return {
    forms: shown.map((form) => viewForm(form, readings.get(form.latest_answer_id ?? '') ?? null)),
    nextCursor: nextPlace && writeCursor(nextPlace),
  }
}
