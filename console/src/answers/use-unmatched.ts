import { useCoalesced } from '../api/coalesce.ts'
import { type LiveEvent, useLive } from '../api/live.ts'
import { queries } from '../api/query-client.ts'

/** Reads what is shown of answers without a form anew when one comes, or when one may have been given to its form. */
export function useLiveUnmatched(instance: string): void {
  const readAgain = useCoalesced(() => queries.invalidateQueries({ queryKey: ['unmatched', instance] }))
  useLive(
    instance,
    (event) => {
      if (isAboutAnswer(event)) readAgain()
    },
    readAgain,
  )
}

function isAboutAnswer({ event, data }: LiveEvent): boolean {
  if (event === 'form.answered') return true
  const message = data['message']
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'interactive_response'
}
