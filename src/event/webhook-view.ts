import { toIso } from '../kernel/clock.ts'
import type { EventType } from '../kernel/event.ts'
import { parseTypes } from './domain/wanted.ts'
import type { Webhook, Websocket } from './store.ts'
import { openAuthorization, type WebhookSealer } from './webhook-secrets.ts'

/** A webhook as callers see it: exactly as they gave it. `secret` only when it is new. */
export interface WebhookView {
  label: string
  enabled: boolean
  url: string
  authorization: string
  byEvents: boolean
  events: EventType[]
  mediaBase64: boolean
  paused: boolean
  pausedAt: string | null
  pausedReason: 'five_days_of_failures' | 'by_hand' | null
  failingSince: string | null
  createdAt: string
  updatedAt: string
  secret?: string
}

export interface WebsocketView {
  enabled: boolean
  events: EventType[]
  mediaBase64: boolean
}

export function viewWebhook(sealer: WebhookSealer, webhook: Webhook): WebhookView {
  return {
    label: webhook.label,
    enabled: webhook.enabled === 1,
    url: webhook.url,
    authorization: openAuthorization(sealer, webhook),
    byEvents: webhook.by_events === 1,
    events: parseTypes(webhook.events),
    mediaBase64: webhook.media_base64 === 1,
    paused: webhook.paused_at !== null,
    pausedAt: toIso(webhook.paused_at),
    pausedReason: webhook.paused_at === null ? null : (webhook.pause_reason ?? 'five_days_of_failures'),
    failingSince: toIso(webhook.failing_since),
    createdAt: toIso(webhook.created_at),
    updatedAt: toIso(webhook.updated_at),
  }
}

export function viewWebsocket(websocket: Websocket): WebsocketView {
  return {
    enabled: websocket.enabled === 1,
    events: parseTypes(websocket.events),
    mediaBase64: websocket.media_base64 === 1,
  }
}
