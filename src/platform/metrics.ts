import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Clock } from '../kernel/clock.ts'

/** What is counted, in Prometheus' words. Labels are route patterns, status codes and words of ours, never a name or a number. */
export interface Metrics {
  readonly registry: Registry
  /** Notes a request that was answered; `route` is its pattern, null when there was none. Seconds. */
  noteRequest(method: string, route: string | null, status: number, seconds: number): void
  /** Notes how many requests are held, waiting for something that may take long. */
  noteHeld(count: number): void
  /**
   * Adds gauges that are read together when somebody asks for the metrics, at most once in 5 seconds. When `read` fails
   * or takes longer than 2 seconds these show nothing, which is counted, and all others are shown all the same.
   */
  addReadings(readings: Readings): void
}

export interface Readings {
  clock: Clock
  /** The label under which its failures are counted. */
  reader: string
  /** By name: what they mean, and the names of their labels. */
  gauges: Record<string, { help: string; labels?: readonly string[] }>
  read(): Promise<Reading[]>
}

export interface Reading {
  /** One of `gauges`. */
  name: string
  labels?: Record<string, string>
  value: number
}

const READ_EVERY_MS = 5_000
const LONGEST_READ_MS = 2_000

export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = new Counter({
    name: 'formwire_http_requests_total',
    help: 'Requests answered, by method, pattern of the route and status',
    labelNames: ['method', 'route', 'status'],
    registers,
  })
  const durations = new Histogram({
    name: 'formwire_http_request_seconds',
    help: 'Time from request to answer, by pattern of the route',
    labelNames: ['route'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers,
  })
  const held = new Gauge({
    name: 'formwire_held_requests',
    help: 'Requests that are held at the moment, waiting for something that may take long',
    registers,
  })
  const failures = new Counter({
    name: 'formwire_metrics_failures_total',
    help: 'How often gauges could not be read, by what reads them',
    labelNames: ['reader'],
    registers,
  })
  return {
    registry,
    noteRequest(method, route, status, seconds) {
      requests.inc({ method, route: route ?? 'none', status })
      durations.observe({ route: route ?? 'none' }, seconds)
    },
    noteHeld: (count) => held.set(count),
    addReadings({ clock, reader, gauges, read }) {
      failures.inc({ reader }, 0)
      const current = shareReading(clock, read, () => failures.inc({ reader }))
      for (const [name, { help, labels = [] }] of Object.entries(gauges)) {
        const gauge: Gauge = new Gauge({
          name,
          help,
          labelNames: [...labels],
          registers,
          async collect() {
            const readings = await current()
            gauge.reset()
            // Without labels a reset one shows 0, which nobody read.
            if (labels.length === 0) gauge.remove()
            for (const reading of readings) if (reading.name === name) gauge.set(reading.labels ?? {}, reading.value)
          },
        })
      }
    },
  }
}

/** One read at a time, for all who ask within 5 seconds. Never rejects: what cannot be read is nothing. */
function shareReading(clock: Clock, read: () => Promise<Reading[]>, onFailure: () => void): () => Promise<Reading[]> {
  let last: { at: number; readings: Promise<Reading[]> } | null = null
  let underWay: Promise<Reading[]> | null = null

  function begin(): Promise<Reading[]> {
    // One that hangs is not joined by another.
    underWay ??= Promise.resolve()
      .then(read)
      .finally(() => {
        underWay = null
      })
    return inTime(clock, underWay).catch(() => {
      onFailure()
      return []
    })
  }

  return () => {
    const now = clock.now()
    // A clock that was set back is no reason to show the same for long.
    if (last === null || now < last.at || now - last.at >= READ_EVERY_MS) last = { at: now, readings: begin() }
    return last.readings
  }
}

function inTime<Result>(clock: Clock, work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = clock.after(LONGEST_READ_MS, () => reject(new Error('it took too long')))
    work.then(resolve, reject).finally(() => timer.cancel())
  })
}
