import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { instanceQuery } from '../api/instance.ts'
import type { LiveState } from '../api/live.ts'
import type { Attempt } from './attempt.ts'
import { askForCode } from './instance-calls.ts'
import type { Linking } from './instance-shapes.ts'

/**
 * How long an attempt can last from its first code on: a QR lives a minute, its five successors 20 seconds each
 * (docs/linking.md). Whoever joins one later has less.
 */
export const LONGEST_ATTEMPT_MS = 160_000

/** Without live news the QR is asked for anew at this distance. */
const EVERY_MS = 10_000

export interface Code {
  linking: Linking | null
  error: Error | null
  /** Unix milliseconds of the first code of the attempt; null while there is none. */
  since: number | null
}

/**
 * The code of an attempt that is going, always the current one. The call that waits for it is given up when the person
 * leaves; the attempt itself goes on at WhatsApp until it runs out.
 */
export function useCode(instance: string, attempt: Attempt, live: LiveState): Code {
  const queries = useQueryClient()
  const isGoing = attempt.phase === 'going'
  const number = isGoing ? attempt.number : null
  const key = ['code', instance, number, isGoing ? attempt.round : 0]
  const query = useQuery({
    queryKey: key,
    enabled: isGoing,
    queryFn: async ({ signal }) => {
      const before = queries.getQueryData<{ since: number }>(key)
      return { linking: await askForCode(instance, number, signal), since: before?.since ?? Date.now() }
    },
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnMount: false,
    refetchInterval: ({ state: { data } }) => (isAskedAgain(data, live) ? EVERY_MS : false),
  })
  const { data, refetch } = query
  const shown = data?.linking.qrCode
  const latest = isGoing ? attempt.latestQr : null
  useEffect(() => {
    if (shown !== undefined && latest !== null && latest !== shown) void refetch({ cancelRefetch: false })
  }, [shown, latest, refetch])
  const isDone = data?.linking.status === 'connected'
  const isOver = isDone || query.isError
  useEffect(() => {
    if (isOver) void queries.invalidateQueries({ queryKey: instanceQuery(instance).queryKey })
  }, [isOver, instance, queries])
  return { linking: data?.linking ?? null, error: query.error, since: data?.since ?? null }
}

/** Never beyond the end of the attempt, for a call after it would begin another. */
function isAskedAgain(data: { linking: Linking; since: number } | undefined, live: LiveState): boolean {
  if (live === 'open' || data?.linking.status !== 'qr') return false
  return Date.now() - data.since < LONGEST_ATTEMPT_MS - 2 * EVERY_MS
}
