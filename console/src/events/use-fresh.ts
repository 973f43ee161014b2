import { useQueryClient } from '@tanstack/react-query'
import { useCoalesced } from '../api/coalesce.ts'
import { useLive } from '../api/live.ts'

/**
 * Reads again what the instance's events may have changed: all queries whose key begins with one of `nouns` and the
 * instance, one look at a time and `gapMs` between two.
 */
export function useFresh(instance: string, nouns: readonly string[], gapMs = 1_000): void {
  const queries = useQueryClient()
  const look = (noun: string) => queries.invalidateQueries({ queryKey: [noun, instance] })
  const lookAgain = useCoalesced(() => Promise.all(nouns.map(look)), gapMs)
  useLive(instance, lookAgain, lookAgain)
}
