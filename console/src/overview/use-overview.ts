import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCoalesced } from '../api/coalesce.ts'
import { useLive } from '../api/live.ts'
import { queries } from '../api/query-client.ts'
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

/** What is counted is counted over the whole period: a long burst of events asks for it every so often only. */
const PAUSE_MS = 3_000

/** Reads the figures again when events say that they changed. */
export function useFreshFigures(): void {
  const instance = useInstanceName()
  const countAgain = useCoalesced(() => queries.invalidateQueries({ queryKey: ['stats', instance] }), PAUSE_MS)
  useLive(
    instance,
    ({ event }) => {
      if (event.startsWith('form.')) countAgain()
    },
    countAgain,
  )
}
