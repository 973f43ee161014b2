import { useQuery } from '@tanstack/react-query'
import { api, told } from '../api/client.ts'
import { instanceQuery } from '../api/instance.ts'
import { type LiveEvent, useLive } from '../api/live.ts'
import { BUTTON_LABELS, type Kind } from './draft.ts'
import { hearForm, refreshAll, type SentForm } from './sends.ts'

/** Hears what becomes of the forms sent from here. */
export function useSendEvents(instance: string): void {
  useLive(
    instance,
    (event) => {
      const form = formIn(event)
      if (form) hearForm(instance, form)
    },
    () => refreshAll(instance),
  )
}

function formIn({ event, data }: LiveEvent): SentForm | null {
  const { form } = data
  if (!event.startsWith('form.') || typeof form !== 'object' || form === null) return null
  return 'messageId' in form && 'state' in form ? (form as SentForm) : null
}

/** The state of the instance's line, such as `connected`; undefined until it is known. */
export function useLineState(instance: string): string | undefined {
  return useQuery({ ...instanceQuery(instance), select: (one) => one?.status ?? 'disconnected' }).data
}

/** What the button says when nothing is typed: the instance's own label, else what servers say by default. */
export function useButtonLabel(instance: string, kind: Kind): string {
  const { data } = useQuery({
    queryKey: ['settings', instance, 'labels'],
    queryFn: async () => {
      const { settings } = await told(
        api.GET('/api/instance/getSettings/{instance}', { params: { path: { instance } } }),
      )
      return settings.buttonLabels
    },
  })
  const type = kind === 'registration_offer' ? kind : 'contact_details'
  return data?.[type] ?? BUTTON_LABELS[type]
}
