import type { operations } from '../../api/schema.d.ts'
import { type EventType, isEventType } from '../known-events.ts'

type Asked = NonNullable<operations['getEventsDeliveries']['parameters']['query']>
export type DeliveryState = NonNullable<Asked['state']>

export const STATES = ['pending', 'delivered', 'dead', 'cancelled'] as const satisfies readonly DeliveryState[]

/** Which deliveries a page shows; `cursor`: where it begins. */
export interface DeliverySearch {
  label?: string
  state?: DeliveryState
  event?: EventType
  messageId?: string
  cursor?: string
}

/** Reads what stands behind the ? of the page's address. What says nothing is left out. Pure. */
export function readDeliverySearch(raw: Record<string, unknown>): DeliverySearch {
  const [label, state, event] = [textOf(raw['label']), textOf(raw['state']), textOf(raw['event'])]
  const [messageId, cursor] = [textOf(raw['messageId']), textOf(raw['cursor'])]
  return {
    ...(label === '' ? {} : { label }),
    ...(isState(state) ? { state } : {}),
    ...(isEventType(event) ? { event } : {}),
    ...(messageId === '' ? {} : { messageId }),
    ...(cursor === '' ? {} : { cursor }),
  }
}

/** The router reads digits in an address that somebody typed as a number. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''
}

function isState(word: string): word is DeliveryState {
  return (STATES as readonly string[]).includes(word)
}

/** The same filter with one thing changed, from its first page. Pure. */
export function narrowed({ cursor: _, ...filter }: DeliverySearch, change: Record<string, string>): DeliverySearch {
  return readDeliverySearch({ ...filter, ...change })
}

export function isNarrowed({ cursor: _, ...filter }: DeliverySearch): boolean {
  return Object.keys(filter).length > 0
}
