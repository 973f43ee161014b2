import type { operations } from '../api/schema.d.ts'

/** Every event type that the gateway knows by name. */
export type EventType = NonNullable<
  NonNullable<operations['postEventsWebhook']['requestBody']>['content']['application/json']['events']
>[number]

/** What a webhook gets when it names none. */
export const DEFAULT_TYPES = [
  'message.exchange',
  'message.status',
  'instance.state',
  'call.update',
  'group.flow',
  'label.update',
] as const satisfies readonly EventType[]

/** Only sent to those who name them. */
export const NAMED_TYPES = [
  'form.answered',
  'form.sent',
  'form.status',
  'form.expired',
  'webhook.paused',
] as const satisfies readonly EventType[]

/** The eleven that a webhook may choose: a test comes to it without being chosen. */
export const CHOSEN_TYPES = [...DEFAULT_TYPES, ...NAMED_TYPES] as const

export const ALL_TYPES = [...CHOSEN_TYPES, 'webhook.test'] as const satisfies readonly EventType[]

export function isEventType(word: string): word is EventType {
  return (ALL_TYPES as readonly string[]).includes(word)
}
