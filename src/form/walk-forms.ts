import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Sql } from '../platform/db/store.ts'
import type { Form } from './store.ts'
import {
  type FormFilter,
  findAmong,
  findFewIds,
  findForms,
  findLead,
  findPassing,
  findPlaceBehind,
  isIndexed,
  type Place,
} from './store-list.ts'

/** How much is looked at for a page. */
export interface WalkBounds {
  /** So many forms are looked through at a time: the event loop serves others between two looks. */
  lookedAtOnce: number
  /** For one page so many looks are taken; what is found by then is the page, and its place says where to go on. */
  mostLooks: number
  /** A search finds at most so many forms in each column by its index; one that finds more goes through the list. */
  mostByIndex: number
}

const BOUNDS: WalkBounds = { lookedAtOnce: 2_000, mostLooks: 50, mostByIndex: 1_000 }

/** A page of forms, and the place where the next one begins; null: there is no more. */
export interface Walked {
  forms: Form[]
  next: Place | null
}

/**
 * The next forms behind `after` that pass the filter, the newest first. What arrives meanwhile stands before the place
 * and moves nothing. Where filters together find little, a page may hold fewer than `limit` and still have a next one.
 * `isOver`: nobody wants the page any more, so that no further look is taken for it.
 */
export async function walkForms(
  sql: Sql,
  instanceId: string,
  filter: FormFilter,
  after: Place | null,
  limit: number,
  bounds = BOUNDS,
  isOver: () => boolean = () => false,
): Promise<Walked> {
  if (filter.search) {
    const ids = await findFewIds(sql, instanceId, filter.search, bounds.mostByIndex)
    if (ids) return pageOf(await findAmong(sql, instanceId, ids, filter, after, limit + 1), limit)
  }
  if (isIndexed(filter)) {
    return pageOf(await findForms(sql, instanceId, filter, { after, limit: limit + 1 }), limit)
  }
  return lookThrough(sql, instanceId, filter, after, limit, bounds, isOver)
}

async function lookThrough(
  sql: Sql,
  instanceId: string,
  filter: FormFilter,
  after: Place | null,
  limit: number,
  { lookedAtOnce: among, mostLooks }: WalkBounds,
  isOver: () => boolean,
): Promise<Walked> {
  const lead = await findLead(sql, instanceId, filter, among)
  const places: Place[] = []
  let next = after
  for (let look = 0; look < mostLooks; look += 1) {
    const end = await findPlaceBehind(sql, instanceId, filter, { lead, after: next, count: among })
    const wanted = limit + 1 - places.length
    places.push(...(await findPassing(sql, instanceId, filter, { lead, after: next, end, among, limit: wanted })))
    next = places.length > limit ? (places[limit - 1] ?? null) : end
    if (places.length > limit || !end || isOver()) break
    await nextTurn()
  }
  const ids = places.slice(0, limit).map(({ id }) => id)
  return { forms: await findAmong(sql, instanceId, ids, filter, null, limit), next }
}

function pageOf(found: Form[], limit: number): Walked {
  const forms = found.slice(0, limit)
  const last = forms.at(-1)
  return { forms, next: found.length > limit && last ? placeOf(last) : null }
}

export function placeOf({ created_at: createdAt, id }: Form): Place {
  return { createdAt, id }
}
