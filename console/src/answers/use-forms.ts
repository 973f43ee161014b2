import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, told } from '../api/client.ts'
import { useCoalesced } from '../api/coalesce.ts'
import { type LiveEvent, useLive } from '../api/live.ts'
import { queries } from '../api/query-client.ts'
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
  /** How many calls it took to find them. */
  calls: number
}

/** A search looks through many forms: it is not done anew every second. */
const SEARCH_PAUSE_MS = 1_000

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
    queryFn: ({ signal }) => readPage({ instance, filter, cursor, signal, shown: () => shownPage(queryKey) }),
    placeholderData: keepPreviousData,
    gcTime: 0,
    refetchOnWindowFocus: cursor === null,
  })

  const readAgain = useCoalesced(async () => {
    await queries.refetchQueries({ queryKey: ['forms', instance], type: 'active' })
    if (filter.q !== undefined) await new Promise((resolve) => setTimeout(resolve, SEARCH_PAUSE_MS))
  })
  useLive(
    instance,
    (event: LiveEvent) => {
      const news = newsOf(event)
      if (!news) return
      if (cursor !== null) hearBehind(news)
      else {
        changeRow(news)
        readAgain()
      }
    },
    () => {
      // What was missed may have changed any row: all of it is looked through again.
      queries.setQueryData<FormsPage>(queryKey, (page) => page && { ...page, calls: 1 })
      readAgain()
    },
  )

  /** @returns whether the form is on the page */
  function changeRow(news: FormNews): boolean {
    const page = shownPage(queryKey)
    const isHere = page?.forms.some(({ id }) => id === news.form.id) ?? false
    if (page && isHere) {
      queries.setQueryData<FormsPage>(queryKey, { ...page, forms: withNews(page.forms, news) })
    }
    return isHere
  }

  function hearBehind(news: FormNews): void {
    if (changeRow(news) || news.what === 'status' || !mayPass(news.form, address)) return
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

const shownPage = (queryKey: readonly unknown[]) => queries.getQueryData<FormsPage>(queryKey)

interface PageAsked {
  instance: string
  filter: ReturnType<typeof queryOf>
  cursor: string | null
  signal: AbortSignal
  /** What is shown of this page now. */
  shown: () => FormsPage | undefined
}

/**
 * Looks for forms in a few calls at most. A page that took several is not looked for again from its beginning: one call
 * tells what is new, and what was found behind that stays.
 */
async function readPage({ instance, filter, cursor, signal, shown }: PageAsked): Promise<FormsPage> {
  let next = cursor
  for (let calls = 1; ; calls += 1) {
    const query = { ...filter, limit: PAGE, ...(next === null ? {} : { cursor: next }) }
    const page = await told(api.GET('/api/form/list/{instance}', { params: { path: { instance }, query }, signal }))
    if (page.forms.length > 0 || page.nextCursor === null || calls === MOST_CALLS) return { ...page, calls }
    const before = shown()
    if (before && before.calls > 1) return before
    next = page.nextCursor
  }
}
