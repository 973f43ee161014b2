import type { Announcement } from '../kernel/event.ts'
import type { Transaction } from '../platform/db/store.ts'
import type { CarriedSetup } from './instance-file.ts'
import type { MadeSetup, ShownSetup } from './schema-event-setup.ts'

/** Puts an event into the transaction that makes it true. */
export type Announce = (transaction: Transaction, announcement: Announcement) => Promise<void>

/** A webhook block as the caller gave it: checked by the room that delivers. */
export interface WebhookBlock {
  label: string
  enabled: unknown
  url: unknown
  authorization: unknown
  byEvents: unknown
  events: unknown
  mediaBase64: unknown
}

export interface WebsocketBlock {
  enabled: unknown
  events: unknown
  mediaBase64: unknown
}

/** What instances ask of the room of events. */
export interface EventSetup {
  /** Configures a webhook and returns it as callers see it. @throws FormwireError when the block is wrong */
  configureWebhook(instanceId: string, block: WebhookBlock): Promise<NonNullable<MadeSetup['webhook']>>
  configureWebsocket(instanceId: string, block: WebsocketBlock): Promise<NonNullable<MadeSetup['websocket']>>
  /** The webhook `default` and the WebSocket of instances, as callers see them. */
  describe(instanceIds: readonly string[]): Promise<ReadonlyMap<string, ShownSetup>>
  /** Webhooks and WebSocket as they are carried to another store, secrets in clear. */
  take(instanceId: string): Promise<CarriedSetup>
  /** Configures what `take` gave; a sentence for each thing that could not be. */
  bring(instanceId: string, setup: CarriedSetup): Promise<string[]>
  /** The instance's token ended, or that of its account: whoever came with it is shown out. */
  tokenEnded(instanceId: string, holder?: 'account' | 'instance'): void
  instanceDeleted(instanceId: string): void
}
