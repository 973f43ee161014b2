import { CHOSEN_TYPES, DEFAULT_TYPES } from '../known-events.ts'
import { readUrl } from './address.ts'
import type { Webhook, WebhookBody } from './webhook-calls.ts'

/** A webhook while somebody writes it. */
export interface Draft {
  label: string
  url: string
  authorization: string
  byEvents: boolean
  events: ReadonlySet<string>
}

export type DraftField = 'label' | 'url' | 'authorization' | 'events'

export type Fault =
  | 'label-missing'
  | 'label-long'
  | 'label-taken'
  | 'label-taken-off'
  | 'url-missing'
  | 'url-wrong'
  | 'url-long'
  | 'url-credentials'
  | 'authorization-wrong'
  | 'events-none'

export const MOST_ENABLED = 3
const LONGEST_LABEL = 100
const LONGEST_URL = 4096
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]{0,4096}$/

/** What the editor begins with: `webhook`, or a new one that gets the six. Pure. */
export function draftOf(webhook: Webhook | null, labels: readonly string[]): Draft {
  if (webhook === null) {
    const label = labels.includes('default') ? '' : 'default'
    return { label, url: '', authorization: '', byEvents: false, events: new Set(DEFAULT_TYPES) }
  }
  const { label, url, authorization, byEvents, events } = webhook
  return { label, url, authorization, byEvents, events: new Set(events.length === 0 ? DEFAULT_TYPES : events) }
}

/** What would be refused, or would not do what was meant, by field. `others`: the webhooks that are not edited. Pure. */
export function faultsOf(draft: Draft, others: readonly Webhook[]): Partial<Record<DraftField, Fault>> {
  const [label, url, events] = [faultOfLabel(draft.label.trim(), others), faultOfUrl(draft.url.trim()), eventsOf(draft)]
  return {
    ...(label ? { label } : {}),
    ...(url ? { url } : {}),
    ...(HEADER_VALUE.test(draft.authorization) ? {} : { authorization: 'authorization-wrong' as const }),
    ...(events.length === 0 ? { events: 'events-none' as const } : {}),
  }
}

function faultOfLabel(label: string, others: readonly Webhook[]): Fault | null {
  if (label === '') return 'label-missing'
  if (label.length > LONGEST_LABEL) return 'label-long'
  const taken = others.find((other) => other.label === label)
  if (!taken) return null
  return taken.enabled ? 'label-taken' : 'label-taken-off'
}

function faultOfUrl(text: string): Fault | null {
  if (text === '') return 'url-missing'
  if (text.length > LONGEST_URL) return 'url-long'
  const url = readUrl(text)
  if (url === null || !/^https?:$/.test(url.protocol)) return 'url-wrong'
  return url.username === '' && url.password === '' ? null : 'url-credentials'
}

/** Those that are chosen, in the order in which they are shown; what we do not show stays behind them. */
function eventsOf({ events }: Draft): string[] {
  const shown = CHOSEN_TYPES.filter((type) => events.has(type))
  return [...shown, ...[...events].filter((type) => !(CHOSEN_TYPES as readonly string[]).includes(type))]
}

/** What the gateway is asked for: what is not in the editor stays as it was. Pure. */
export function bodyOf(draft: Draft, was: Webhook | null): WebhookBody {
  const chosen = eventsOf(draft)
  const areTheSix = chosen.length === DEFAULT_TYPES.length && DEFAULT_TYPES.every((type) => draft.events.has(type))
  return {
    label: draft.label.trim(),
    enabled: true,
    url: draft.url.trim(),
    authorization: draft.authorization,
    byEvents: draft.byEvents,
    // Named nothing, it goes on meaning "the six"; named them, they stay named.
    events: (areTheSix && (was === null || was.events.length === 0) ? [] : chosen) as NonNullable<
      WebhookBody['events']
    >,
    mediaBase64: was?.mediaBase64 ?? false,
  }
}
