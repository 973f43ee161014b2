import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, told } from './client.ts'
import { useLive } from './live.ts'

/** An instance by its name; null when the list does not have it. */
export const instanceQuery = (name: string) =>
  queryOptions({
    queryKey: ['instance', name],
    queryFn: async ({ signal }) => {
      const params = { query: { instanceName: name } }
      const { instances } = await told(api.GET('/api/instance/list', { params, signal }))
      return instances.find((one) => one.name === name) ?? null
    },
  })

/**
 * The instance, read again whenever its state changes. The frame around an instance's pages does so for all that stand
 * in it: to those `instanceQuery` alone is fresh.
 */
export function useInstance(name: string) {
  const queries = useQueryClient()
  const query = useQuery(instanceQuery(name))
  const lookAgain = () => void queries.invalidateQueries({ queryKey: instanceQuery(name).queryKey })
  useLive(
    name,
    ({ event }) => {
      if (event === 'instance.state') lookAgain()
    },
    lookAgain,
  )
  return query
}
