import { serve } from '../kill/served.ts'
import { type Asked, ask } from './ask.ts'
import { type Case, list, listCases } from './cases.ts'
import { makePlace } from './place.ts'
import { seedForms } from './seed.ts'

/** A gateway over a store with so many forms. */
export interface Shop {
  cases: Case[]
  ask(path: string): Promise<Asked>
  /** The longest time, in milliseconds, that its event loop stood since this was last asked. */
  longestStand(): Promise<number>
  close(): Promise<void>
}

/** Nobody listens there, and no instance of the bench is linked. */
const NO_WHATSAPP = { WHATSAPP_URL: 'ws://127.0.0.1:9/ws/chat' }

/** Lets the gateway make its own store, fills that while it is stopped, and starts the gateway on it. */
export async function openShop(count: number, server: string | undefined): Promise<Shop> {
  const place = await makePlace(server)
  const gateway = serve({ ...place.environment, ...NO_WHATSAPP })
  try {
    await gateway.start()
    const { body } = await gateway.call('POST', '/api/instance/new', { body: { name: 'bench' } })
    const token: string = body.data.token
    const instanceId: string = body.instance.id
    await gateway.stop()
    const until = Date.now()
    const sink = await place.openSink(['form', 'answer', 'form_count', 'form_sum'])
    const samples = await seedForms(sink, instanceId, count, until)
    await sink.finish()
    await gateway.start()
    const askIt = (path: string) => ask(gateway.baseUrl(), path, token)
    const first = await askIt(list({}))
    const next: string | null = first.status === 200 ? JSON.parse(first.text).nextCursor : null
    return {
      cases: listCases(samples, next, until),
      ask: askIt,
      async longestStand() {
        const { text } = await askIt('/metrics')
        return Number(/^nodejs_eventloop_lag_max_seconds (\S+)/m.exec(text)?.[1] ?? Number.NaN) * 1000
      },
      async close() {
        await gateway.stop()
        await place.remove()
      },
    }
  } catch (error) {
    await gateway.kill()
    await place.remove()
    throw error
  }
}
