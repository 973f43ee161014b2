import { queryOptions } from '@tanstack/react-query'
import { api, told } from '../../api/client.ts'
import type { operations } from '../../api/schema.d.ts'
import { nextLookMs } from './next-look.ts'
import type { DeliverySearch } from './search.ts'

type List = operations['getEventsDeliveries']['responses'][200]['content']['application/json']
export type Delivery = List['deliveries'][number]
export type DeliveryPage = Pick<List, 'deliveries' | 'nextCursor'>
export type DeliveryFile = operations['getEventsDelivery']['responses'][200]['content']['application/json']['delivery']
export type Attempt = DeliveryFile['log'][number]
export type ReplayBody = NonNullable<operations['postEventsReplay']['requestBody']>['content']['application/json']

/** @throws Problem */
export async function listDeliveries(
  instance: string,
  query: DeliverySearch & { limit?: number },
  signal?: AbortSignal,
): Promise<DeliveryPage> {
  const call = { params: { path: { instance }, query }, ...(signal ? { signal } : {}) }
  return await told(api.GET('/api/events/deliveries/{instance}', call))
}

/** A page of deliveries. No event tells that an attempt was made: it is asked for again when one was due. */
export const deliveriesQuery = (instance: string, search: DeliverySearch) =>
  queryOptions({
    queryKey: ['deliveries', instance, 'page', search],
    queryFn: () => listDeliveries(instance, search),
    refetchInterval: ({ state }) => (state.data ? nextLookMs(state.data.deliveries, Date.now()) : false),
  })

export const deliveryQuery = (instance: string, id: string) =>
  queryOptions({
    queryKey: ['deliveries', instance, 'one', id],
    queryFn: async (): Promise<DeliveryFile> => {
      const params = { path: { instance }, query: { id } }
      return (await told(api.GET('/api/events/delivery/{instance}', { params }))).delivery
    },
    refetchInterval: ({ state }) => (state.data ? nextLookMs([state.data], Date.now()) : false),
  })

/** How many wait again. @throws Problem */
export async function replayDeliveries(instance: string, body: ReplayBody): Promise<number> {
  return (await told(api.POST('/api/events/replay/{instance}', { params: { path: { instance } }, body }))).replayed
}
