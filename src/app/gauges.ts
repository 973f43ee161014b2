import { measureDeliveries } from '../event/index.ts'
import { countStates } from '../instance/index.ts'
import type { Clock } from '../kernel/clock.ts'
import { measureSends } from '../message/index.ts'
import type { Store } from '../platform/db/store.ts'
import type { Metrics, Reading } from '../platform/metrics.ts'
import { countInbox } from '../whatsapp/baileys/count-inbox.ts'

export interface GaugesDeps {
  store: Pick<Store, 'read'>
  clock: Clock
  version: string
  openSockets(): number
}

/** What is read when somebody asks for the metrics. Each reader fails alone. */
export function addGauges(metrics: Metrics, { store, clock, version, openSockets }: GaugesDeps): void {
  const ageOf = (at: number | null) => (at === null ? 0 : Math.max(0, clock.now() - at) / 1000)
  const reading = (name: string, value: number, labels: Record<string, string> = {}): Reading => ({
    name: `formwire_${name}`,
    labels,
    value,
  })

  metrics.addReadings({
    clock,
    reader: 'process',
    gauges: {
      formwire_build_info: { help: 'Always 1; the version is its label', labels: ['version'] },
      formwire_websockets: { help: 'WebSockets that are open' },
    },
    read: async () => [reading('build_info', 1, { version }), reading('websockets', openSockets())],
  })

  metrics.addReadings({
    clock,
    reader: 'instances',
    gauges: {
      formwire_instances: {
        help: 'Instances by the state that the list shows, and whether they have a number here',
        labels: ['state', 'linked'],
      },
    },
    read: async () =>
      (await countStates(store.read)).map(({ state, isLinked, count }) =>
        reading('instances', count, { state, linked: isLinked ? 'yes' : 'no' }),
      ),
  })

  metrics.addReadings({
    clock,
    reader: 'sends',
    gauges: {
      formwire_sends_waiting: {
        help: 'Messages that are not out yet: queued, at most 100,000, and handed over without a verdict',
        labels: ['state'],
      },
      formwire_send_oldest_seconds: {
        help: 'For how long the first of them is due, or handed over; 0 without any',
        labels: ['state'],
      },
    },
    async read() {
      const { queued, dueAt, sending, askedAt } = await measureSends(store.read)
      return [
        reading('sends_waiting', queued, { state: 'queued' }),
        reading('sends_waiting', sending, { state: 'sending' }),
        reading('send_oldest_seconds', ageOf(dueAt), { state: 'queued' }),
        reading('send_oldest_seconds', ageOf(askedAt), { state: 'sending' }),
      ]
    },
  })

  metrics.addReadings({
    clock,
    reader: 'deliveries',
    gauges: {
      formwire_deliveries_waiting: { help: 'Deliveries that wait, those of paused webhooks too; at most 100,000' },
      formwire_delivery_oldest_seconds: { help: 'Age of the oldest delivery that waits; 0 without any' },
      formwire_delivery_overdue_seconds: { help: 'For how long the first delivery is due; 0 without any' },
    },
    async read() {
      const { waiting, madeAt, dueAt } = await measureDeliveries(store.read)
      return [
        reading('deliveries_waiting', waiting),
        reading('delivery_oldest_seconds', ageOf(madeAt)),
        reading('delivery_overdue_seconds', ageOf(dueAt)),
      ]
    },
  })

  metrics.addReadings({
    clock,
    reader: 'inbox',
    gauges: { formwire_inbox_waiting: { help: 'Messages that came in and are not handled yet; at most 100,000' } },
    read: async () => [reading('inbox_waiting', await countInbox(store.read))],
  })
}
