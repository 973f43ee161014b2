import { useQuery } from '@tanstack/react-query'
import { api, told } from '../api/client.ts'
import { useCoalesced } from '../api/coalesce.ts'
import { useLive } from '../api/live.ts'
import { queries } from '../api/query-client.ts'
import { newsOf } from './news.ts'
import type { Delivery, WholeForm } from './told.ts'

/** A form with its submissions, read anew when an event tells of it. */
export function useAnswer(instance: string, messageId: string) {
  const query = useQuery({
    queryKey: ['form', instance, messageId],
    queryFn: ({ signal }) =>
      told(api.GET('/api/form/get/{instance}', { params: { path: { instance }, query: { messageId } }, signal })),
    select: ({ form }) => form,
  })
  const readAgain = useCoalesced(() => readAnew(instance, messageId))
  useLive(
    instance,
    (event) => {
      if (newsOf(event)?.form.messageId === messageId) readAgain()
    },
    readAgain,
  )
  return query
}

/** Reads a form and what webhooks were told of it again. */
export async function readAnew(instance: string, messageId: string): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: ['form', instance, messageId] }),
    queries.invalidateQueries({ queryKey: ['form-deliveries', instance, messageId] }),
  ])
}

const DELIVERIES_SHOWN = 20
const SUBMISSIONS_ASKED = 5
const WAITING_MS = 5_000

/** Deliveries of the events about a form and about its newest submissions, the newest first. */
export function useDeliveries(instance: string, form: WholeForm) {
  const messageIds = messageIdsOf(form)
  return useQuery({
    queryKey: ['form-deliveries', instance, form.messageId, messageIds],
    queryFn: async ({ signal }) => {
      const pages = await Promise.all(
        messageIds.map((messageId) =>
          told(
            api.GET('/api/events/deliveries/{instance}', {
              params: { path: { instance }, query: { messageId, limit: DELIVERIES_SHOWN } },
              signal,
            }),
          ),
        ),
      )
      return newestOf(pages.flatMap(({ deliveries }) => deliveries))
    },
    // No event tells of a delivery.
    refetchInterval: ({ state: { data } }) => (data?.some(({ state }) => state === 'pending') ? WAITING_MS : false),
  })
}

function newestOf(deliveries: readonly Delivery[]): Delivery[] {
  const byId = new Map(deliveries.map((delivery) => [delivery.id, delivery]))
  return [...byId.values()].sort((one, other) => (one.id < other.id ? 1 : -1)).slice(0, DELIVERIES_SHOWN)
}

/** The messages that its events are about: its own, and those that brought its answers. */
function messageIdsOf({ messageId, revisions = [] }: WholeForm): string[] {
  const brought = revisions.slice(-SUBMISSIONS_ASKED).map((answer) => answer.messageId)
  return [...new Set([messageId, ...brought])]
}
