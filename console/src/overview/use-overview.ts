import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useLive } from '../api/live.ts'
import { queries } from '../api/query-client.ts'
import { type Coalesced, coalesce } from './coalesce.ts'
import { isTurnedRound, type OverviewSearch } from './search.ts'
import { statsQuery } from './stats.ts'

const ROUTE = '/in/i/$instance/overview'

/** The page's address, and how it is changed: what becomes undefined goes out of it. */
export function useOverviewSearch() {
  const search = useSearch({ from: ROUTE })
  const navigate = useNavigate({ from: '/i/$instance/overview' })
  return {
    search,
    change: (changed: { [Name in keyof OverviewSearch]: OverviewSearch[Name] | undefined }) =>
      void navigate({ search: (old) => clean({ ...old, ...changed }), replace: true, resetScroll: false }),
  }
}

function clean(search: { [Name in keyof OverviewSearch]: OverviewSearch[Name] | undefined }): OverviewSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined && value !== ''))
}

export function useInstanceName(): string {
  return useParams({ from: ROUTE }).instance
}

/** What was counted for the page's address; the last figures of the same instance stay until the next are there. */
export function useCounted(search: OverviewSearch) {
  const instance = useInstanceName()
  const query = statsQuery(instance, search)
  return useQuery({
    ...query,
    enabled: !isTurnedRound(search),
    placeholderData: (last, before) => (before?.queryKey[1] === instance ? last : undefined),
  })
}

/** A burst of events is one call; a long one is one call every so often. */
const PACE = { soonMs: 400, everyMs: 3_000 }

/** Reads the figures again when events say that they changed. */
export function useFreshFigures(): void {
  const instance = useInstanceName()
  const fresh = useRef<Coalesced>(null)
  useEffect(() => {
    const refresh = () => queries.invalidateQueries({ queryKey: ['stats', instance] }, { cancelRefetch: false })
    fresh.current = coalesce(refresh, PACE)
    return () => fresh.current?.stop()
  }, [instance])
  useLive(
    instance,
    ({ event }) => {
      if (event.startsWith('form.')) fresh.current?.ask()
    },
    () => fresh.current?.ask(),
  )
}
