import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, told } from '../api/client.ts'
import { type LiveEvent, useLive } from '../api/live.ts'
import { queries } from '../api/query-client.ts'
import { useCoalesced } from './coalesce.ts'
import { type AddressFilter, mayPass, queryOf } from './filter.ts'
import { useKeptView } from './kept.ts'
import { type FormNews, newsOf, withNews } from './news.ts'
import type { Form } from './told.ts'

const PAGE = 50
/** A search through a large store may find nothing in what one call looks through: so many calls make a page. */
const MOST_CALLS = 5

export interface FormsPage {
  forms: Form[]
  nextCursor: string | null
}

/** Forms that came or were answered and are not on the page that is shown. */
export interface Elsewhere {
  sent: ReadonlySet<string>
  answered: ReadonlySet<string>
}

const NOTHING: Elsewhere = { sent: new Set(), answered: new Set() }

/**
 * One page of an instance's forms, which is all that is held of them. The first one is read anew when something happens;
 * on the others rows change where they stand, and what is new is only counted.
 */
export function useForms(instance: string, address: AddressFilter) {
  const [{ person, of, cursors: kept }, keep] = useKeptView(instance)
  const filter = queryOf(address, person)
  const filterKey = JSON.stringify(filter)
  const cursors = of === filterKey ? kept : []
  const cursor = cursors.at(-1) ?? null
  const [elsewhere, setElsewhere] = useState(NOTHING)
  const queryKey = ['forms', instance, filterKey, cursor]
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => readPage(instance, filter, cursor, signal),
    placeholderData: keepPreviousData,
    gcTime: 0,
    refetchOnWindowFocus: cursor === null,
  })

  const readAgain = useCoalesced(async () => {
    if (cursor === null) await queries.refetchQueries({ queryKey: ['forms', instance], type: 'active' })
  })
  useLive(
    instance,
    (event: LiveEvent) => {
      const news = newsOf(event)
      if (!news) return
      if (cursor === null) readAgain()
      else hearBehind(news)
    },
    readAgain,
  )

  function hearBehind(news: FormNews): void {
    const page = queries.getQueryData<FormsPage>(queryKey)
    if (page?.forms.some(({ id }) => id === news.form.id)) {
      queries.setQueryData<FormsPage>(queryKey, { ...page, forms: withNews(page.forms, news) })
      return
    }
    if (news.what === 'status' || !mayPass(news.form, address)) return
    const { what } = news
    setElsewhere((before) => ({ ...before, [what]: new Set([...before[what], news.form.id]) }))
  }

  function go(to: readonly string[]): void {
    if (to.length === 0 || cursors.length === 0) setElsewhere(NOTHING)
    keep({ of: filterKey, cursors: to })
  }

  return {
    query,
    person,
    filter,
    /** 1 for the newest. */
    pageNumber: cursors.length + 1,
    elsewhere,
    setPerson: (to: typeof person) => keep({ person: to }),
    goNext: (next: string) => go([...cursors, next]),
    goBack: () => go(cursors.slice(0, -1)),
    goFirst: () => go([]),
  }
}

async function readPage(
  instance: string,
  filter: ReturnType<typeof queryOf>,
  cursor: string | null,
  signal: AbortSignal,
): Promise<FormsPage> {
  const forms: Form[] = []
  let next = cursor
  for (let calls = 0; calls < MOST_CALLS; calls += 1) {
    const query = { ...filter, limit: PAGE, ...(next === null ? {} : { cursor: next }) }
    const page = await told(api.GET('/api/form/list/{instance}', { params: { path: { instance }, query }, signal }))
    forms.push(...page.forms)
    next = page.nextCursor
    if (next === null || forms.length > 0) break
  }
  return { forms, nextCursor: next }
}
