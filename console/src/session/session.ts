import { queryOptions, useQuery } from '@tanstack/react-query'
import { reach } from '../api/client.ts'
import { readProblem } from '../api/problem.ts'
import { queries } from '../api/query-client.ts'

/** Who is signed in: an account with all its instances, or one instance. */
export interface Session {
  session: {
    type: 'account' | 'instance'
    account: string
    /** The one instance that an instance's token opens; null for an account. */
    instance: string | null
    createdAt: string
    expiresAt: string
  }
  version: string
  /** Where the sandbox's phone is, when the gateway runs against one. */
  sandboxPageUrl: string | null
}

const HEADERS = { 'X-Formwire': '1', 'Content-Type': 'application/json' }

/** @throws Problem `session_ended` when nobody is signed in */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  staleTime: 60_000,
  retry: false,
  queryFn: async (): Promise<Session> => {
    const response = await reach('/api/session')
    const body: unknown = await response.json().catch(() => null)
    if (!response.ok) throw readProblem(body, response)
    return body as Session
  },
})

/** Exchanges a token for a session; the token is kept nowhere. @throws Problem */
export async function signIn(token: string): Promise<void> {
  const url = new URL('/api/session', location.origin)
  const response = await reach(new Request(url, { method: 'POST', headers: HEADERS, body: JSON.stringify({ token }) }))
  if (!response.ok) throw readProblem(await response.json().catch(() => null), response)
  queries.clear()
}

/**
 * Ends the session. All that was read in it is forgotten whatever comes of it; when it throws, the session goes on and
 * pages that still stand read anew what they show. @throws Problem
 */
export async function signOut(): Promise<void> {
  const ending = new Request(new URL('/api/session', location.origin), { method: 'DELETE', headers: HEADERS })
  try {
    const response = await reach(ending)
    // 401: it had ended before.
    if (!response.ok && response.status !== 401) throw readProblem(await response.json().catch(() => null), response)
    queries.clear()
  } catch (error) {
    queries.getMutationCache().clear()
    void queries.resetQueries()
    queries.removeQueries({ predicate: (query) => query.getObserversCount() === 0 })
    throw error
  }
}

/** Who is signed in; undefined until it is known. Pages behind the sign-in always have it. */
export function useSession(): Session | undefined {
  return useQuery(sessionQuery).data
}
