import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'

/** What is counted, in Prometheus' words. Labels are route patterns and status codes, never a name or a number. */
export interface Metrics {
  readonly registry: Registry
  /** Notes a request that was answered; `route` is its pattern, null when there was none. Seconds. */
  noteRequest(method: string, route: string | null, status: number, seconds: number): void
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Counter({
    name: 'formwire_http_requests_total',
    help: 'Requests answered',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  })
  const durations = new Histogram({
    name: 'formwire_http_request_seconds',
    help: 'Time from request to answer',
    labelNames: ['route'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers: [registry],
  })
  return {
    registry,
    noteRequest(method, route, status, seconds) {
      requests.inc({ method, route: route ?? 'none', status })
      durations.observe({ route: route ?? 'none' }, seconds)
    },
  }
}
