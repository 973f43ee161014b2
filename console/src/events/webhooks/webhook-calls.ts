import { queryOptions } from '@tanstack/react-query'
import { api, told } from '../../api/client.ts'
import type { operations } from '../../api/schema.d.ts'
import { BATCH } from '../batch.ts'

type Told<Name extends keyof operations> = operations[Name] extends {
  responses: { 200: { content: { 'application/json': infer Body } } }
}
  ? Body
  : never

export type Webhook = NonNullable<Told<'getEventsGetWebhook'>['webhooks']>[number]
/** `secret` only where one was made. */
export type MadeWebhook = Told<'postEventsWebhook'>['webhook']
export type WebhookBody = NonNullable<operations['postEventsWebhook']['requestBody']>['content']['application/json']
export type TestedDelivery = Told<'postEventsTest'>['delivery']

export const webhooksQuery = (instance: string) =>
  queryOptions({
    queryKey: ['webhooks', instance],
    queryFn: async (): Promise<Webhook[]> =>
      (await told(api.GET('/api/events/getWebhook/{instance}', { params: { path: { instance } } }))).webhooks ?? [],
  })

/** How many deliveries wait for a webhook, of at most a page; `isMore`: there are more than that. */
export const waitingQuery = (instance: string, label: string) =>
  queryOptions({
    queryKey: ['deliveries', instance, 'waiting', label],
    queryFn: async () => {
      const query = { label, state: 'pending' as const, limit: BATCH }
      const page = await told(api.GET('/api/events/deliveries/{instance}', { params: { path: { instance }, query } }))
      return { count: page.deliveries.length, isMore: page.nextCursor !== null }
    },
  })

export type Waiting = { count: number; isMore: boolean }

/** @throws Problem */
export async function configureWebhook(instance: string, body: WebhookBody): Promise<MadeWebhook> {
  return (await told(api.POST('/api/events/webhook/{instance}', { params: { path: { instance } }, body }))).webhook
}

/** @throws Problem */
export async function pauseWebhook(instance: string, label: string, paused: boolean): Promise<Webhook> {
  const body = { label, paused }
  return (await told(api.POST('/api/events/pauseWebhook/{instance}', { params: { path: { instance } }, body }))).webhook
}

/** The webhook with its new secret. @throws Problem */
export async function rotateSecret(instance: string, label: string): Promise<MadeWebhook> {
  const call = api.POST('/api/events/rotateSecret/{instance}', { params: { path: { instance } }, body: { label } })
  return (await told(call)).webhook
}

/** What came of posting one test, at most 16 seconds later. @throws Problem */
export async function testWebhook(instance: string, label: string): Promise<TestedDelivery> {
  const call = api.POST('/api/events/test/{instance}', { params: { path: { instance } }, body: { label } })
  return (await told(call)).delivery
}
