import { serve } from '../kill/served.ts'
import { makePlace } from './place.ts'
import { profiling } from './profile.ts'
import { seedBacklog } from './seed-events.ts'

/** A webhook of the bench and what waits for it. */
export interface Waiting {
  url: string
  count: number
  chats: number
}

/** A gateway whose webhooks have much to deliver. It is stopped at first. */
export interface Desk {
  /** Spawns it; the milliseconds until it was ready. */
  start(): Promise<number>
  baseUrl(): string
  /** Megabytes of the process and of its heap, and the longest stand of its event loop since the last look, in ms. */
  look(): Promise<Look>
  close(): Promise<void>
}

export interface Look {
  rss: number
  heap: number
  stand: number
}

const ENVIRONMENT = { WHATSAPP_URL: 'ws://127.0.0.1:9/ws/chat', EGRESS_ALLOW: '127.0.0.0/8' }
const MOST_LABELS = 3

/** `PROFILE`: a folder in which the gateway leaves a CPU profile when it ends. */
const OPTIONS = profiling(process.env['PROFILE'])

/** Lets the gateway make its own store, instances and webhooks, and fills that while it is stopped. */
export async function openDesk(server: string | undefined, waiting: readonly Waiting[]): Promise<Desk> {
  const place = await makePlace(server)
  const gateway = serve({ ...place.environment, ...ENVIRONMENT }, OPTIONS)
  try {
    await gateway.start()
    const made: { instanceId: string; url: string }[] = []
    for (const [index, { url }] of waiting.entries()) {
      const name = `bench${Math.floor(index / MOST_LABELS)}`
      const label = `label${index % MOST_LABELS}`
      const known = made[index - (index % MOST_LABELS)]
      const fresh = known ? null : await gateway.call('POST', '/api/instance/new', { body: { name } })
      const webhook = await gateway.call('POST', `/api/events/webhook/${name}`, { body: { label, url } })
      if (webhook.status !== 200) throw new Error(`no webhook: ${JSON.stringify(webhook.body)}`)
      made.push({ instanceId: known?.instanceId ?? fresh?.body.instance.id, url })
    }
    await gateway.stop()
    const sink = await place.openSink(['event', 'delivery'])
    const webhooks = await sink.webhooks()
    const now = Date.now()
    let sequence = 1
    for (const [index, { instanceId, url }] of made.entries()) {
      const { count = 0, chats = 1 } = waiting[index] ?? {}
      sequence = await seedBacklog(
        sink,
        { instanceId, webhookId: webhooks.get(url) ?? '', count, chats },
        sequence,
        now,
      )
    }
    await sink.finish()
  } catch (error) {
    await gateway.kill()
    await place.remove()
    throw error
  }
  return {
    async start() {
      const startedAt = performance.now()
      await gateway.start()
      return performance.now() - startedAt
    },
    baseUrl: gateway.baseUrl,
    async look() {
      const text = await (await fetch(`${gateway.baseUrl()}/metrics`)).text()
      const read = (name: string) => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1] ?? Number.NaN)
      return {
        rss: read('process_resident_memory_bytes') / 2 ** 20,
        heap: read('nodejs_heap_size_used_bytes') / 2 ** 20,
        stand: read('nodejs_eventloop_lag_max_seconds') * 1000,
      }
    },
    async close() {
      await gateway.stop()
      await place.remove()
    },
  }
}
