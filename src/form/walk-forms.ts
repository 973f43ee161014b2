import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Sql } from '../platform/db/store.ts'
import type { Form } from './store.ts'
import {
  type FormFilter,
  findAmong,
  findFewIds,
  findForms,
  findPlaceBehind,
  isIndexed,
  type Place,
} from './store-list.ts'

/** So many forms are looked through at a time: the event loop serves others between two looks. */
const LOOKED_AT_ONCE = 2_000

/** For one page so many looks are taken; what is found by then is the page, and its place says where to go on. */
const MOST_LOOKS = 50

/** A search finds at most so many forms in each column by its index; one that finds more goes through the list. */
const MOST_BY_INDEX = 1_000

/** A page of forms, and the place where the next one begins; null: there is no more. */
export interface Walked {
  forms: Form[]
  next: Place | null
}

/**
 * The next forms behind `after` that pass the filter, the newest first. What arrives meanwhile stands before the place
 * and moves nothing. Where filters together find little, a page may hold fewer than `limit` and still have a next one.
 */
export async function walkForms(
  sql: Sql,
  instanceId: string,
  filter: FormFilter,
  after: Place | null,
  limit: number,
): Promise<Walked> {
  if (filter.search) {
    const ids = await findFewIds(sql, instanceId, filter.search, MOST_BY_INDEX)
    if (ids) return pageOf(await findAmong(sql, instanceId, ids, filter, after, limit + 1), limit)
  }
  if (isIndexed(filter)) {
    return pageOf(await findForms(sql, instanceId, filter, { after, limit: limit + 1 }), limit)
  }
  return lookThrough(sql, instanceId, filter, after, limit)
}

async function lookThrough(
  sql: Sql,
  instanceId: string,
  filter: FormFilter,
  after: Place | null,
  limit: number,
): Promise<Walked> {
  const forms: Form[] = []
  let place = after
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const until = await findPlaceBehind(sql, instanceId, filter, place, LOOKED_AT_ONCE)
    const missing = limit + 1 - forms.length
    forms.push(
      ...(await findForms(sql, instanceId, filter, { after: place, until: until ?? undefined, limit: missing })),
    )
    if (forms.length > limit || !until) return pageOf(forms, limit)
    place = until
    await nextTurn()
  }
  return { forms, next: place }
}

function pageOf(found: Form[], limit: number): Walked {
  const forms = found.slice(0, limit)
  const last = forms.at(-1)
  return { forms, next: found.length > limit && last ? placeOf(last) : null }
}

export function placeOf({ created_at: createdAt, id }: Form): Place {
  return { createdAt, id }
}
