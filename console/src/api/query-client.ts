import { QueryClient } from '@tanstack/react-query'
import { Problem } from './problem.ts'
import { isGatewayAway, onReach } from './reach.ts'

/** What was read of the gateway. Asked again when it comes back after it was away. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      networkMode: 'always',
      retry: (count, error) => error instanceof Problem && error.http >= 500 && count < 2,
    },
    mutations: { networkMode: 'always' },
  },
})

onReach(() => {
  if (!isGatewayAway()) void queries.invalidateQueries()
})
