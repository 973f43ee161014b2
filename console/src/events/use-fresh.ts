import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { useLive } from '../api/live.ts'
import { calmly } from './calm.ts'

/**
 * Reads again what the instance's events may have changed: all queries whose key begins with one of `nouns` and the
 * instance, one look at a time and `gapMs` between two.
 */
export function useFresh(instance: string, nouns: readonly string[], gapMs = 1_000): void {
  const queries = useQueryClient()
  const wanted = nouns.join(' ')
  const calm = useMemo(() => {
    const look = (noun: string) => queries.invalidateQueries({ queryKey: [noun, instance] })
    return calmly(() => Promise.all(wanted.split(' ').map(look)), gapMs)
  }, [queries, instance, wanted, gapMs])
  useEffect(() => calm.stop, [calm])
  useLive(instance, calm.ask, calm.ask)
}
