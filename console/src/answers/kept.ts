import { skipToken, useQuery } from '@tanstack/react-query'
import { queries } from '../api/query-client.ts'
import { NOBODY, type PersonFilter } from './filter.ts'

/** What of the table outlives a look at an answer: in memory, and gone with the session like all that was read in it. */
export interface KeptView {
  person: PersonFilter
  /** The filter, as text, whose pages these are: of another one it is the first page again. */
  of: string
  /** Where each page behind the first one begins, up to the one that is shown. */
  cursors: readonly string[]
}

const FRESH: KeptView = { person: NOBODY, of: '', cursors: [] }

const keyOf = (instance: string) => ['answers-view', instance] as const

export function useKeptView(instance: string): [KeptView, (change: Partial<KeptView>) => void] {
  const { data } = useQuery({
    queryKey: keyOf(instance),
    queryFn: skipToken,
    initialData: FRESH,
    gcTime: Number.POSITIVE_INFINITY,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return [
    data ?? FRESH,
    (change) => queries.setQueryData<KeptView>(keyOf(instance), (before) => ({ ...FRESH, ...before, ...change })),
  ]
}
