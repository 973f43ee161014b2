import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api, told } from '../api/client.ts'
import { useLive } from '../api/live.ts'
import { Badge } from '../ui/notice.tsx'
import { useWords } from '../words/language.ts'
import { shellWords } from './words.ts'

/** How the instance stands, by its name; null when the list does not have it. */
export function useInstance(name: string) {
  const queries = useQueryClient()
  const query = useQuery({
    queryKey: ['instance', name],
    queryFn: async ({ signal }) => {
      const params = { query: { instanceName: name } }
      const { instances } = await told(api.GET('/api/instance/list', { params, signal }))
      return instances.find((one) => one.name === name) ?? null
    },
  })
  const lookAgain = () => void queries.invalidateQueries({ queryKey: ['instance', name] })
  useLive(
    name,
    ({ event }) => {
      if (event === 'instance.state') lookAgain()
    },
    lookAgain,
  )
  return query
}

const TONES = {
  connected: 'good',
  connecting: 'note',
  disconnected: 'warn',
  loggedout: 'warn',
  banned: 'wrong',
  passkey_required: 'wrong',
} as const

/** The state in a word, told anew when it changes. */
export function StateBadge({ state }: { state: keyof typeof TONES | undefined }) {
  const words = useWords(shellWords)
  return <span role="status">{state ? <Badge tone={TONES[state]}>{words.states[state]}</Badge> : null}</span>
}
