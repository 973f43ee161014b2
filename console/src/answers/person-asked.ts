import { skipToken, useQuery } from '@tanstack/react-query'
import { queries } from '../api/query-client.ts'

/** Whom somebody wants to see everything of: in memory, for an address of the console is kept by browsers. */
export function usePersonAsked(instance: string): [string, (person: string) => void] {
  const queryKey = ['person-asked', instance]
  const { data } = useQuery({ queryKey, queryFn: skipToken, initialData: '', staleTime: Number.POSITIVE_INFINITY })
  return [data ?? '', (person) => queries.setQueryData(queryKey, person)]
}
