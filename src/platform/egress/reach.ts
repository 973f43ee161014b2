import { get } from 'node:http'
import { WebSocket } from 'ws'

/** How far a connection came. `reason`: a code of the system or of TLS, `timeout`, or `status N`. */
export type Reached =
  | {
      type: 'reached'
      tookMs: number /** The other side's clock, where it tells it, Unix ms. */
      theirTime: number | null
    }
  | { type: 'failed'; reason: string }

/**
 * Opens a WebSocket and closes it at once: name, TCP, TLS and upgrade. For the operator's own look at an address of the
 * configuration, which may be anywhere: nothing is judged, and nothing is said.
 */
export function reachWebSocket(url: string, options: { origin: string; withinMs: number }): Promise<Reached> {
  const { origin, withinMs } = options
  return settle(withinMs, (done, startedAt) => {
    const socket = new WebSocket(url, { origin, handshakeTimeout: withinMs, followRedirects: false })
    let theirTime: number | null = null
    socket.on('upgrade', ({ headers }) => {
      theirTime = headers.date === undefined ? null : Date.parse(headers.date) || null
    })
    socket.on('open', () => done({ type: 'reached', tookMs: performance.now() - startedAt, theirTime }))
    socket.on('unexpected-response', (_request, { statusCode }) => done(failure(`status ${statusCode}`)))
    socket.on('error', (error) => done(failure(reasonOf(error))))
    return () => socket.terminate()
  })
}

/** Asks our own gateway for a page; only whether it answers 200 counts. */
export function reachPage(url: string, withinMs: number): Promise<Reached> {
  return settle(withinMs, (done, startedAt) => {
    const request = get(url, { agent: false }, (response) => {
      response.resume()
      const { statusCode } = response
      if (statusCode === 200) done({ type: 'reached', tookMs: performance.now() - startedAt, theirTime: null })
      else done(failure(`status ${statusCode}`))
    })
    request.on('error', (error) => done(failure(reasonOf(error))))
    return () => request.destroy()
  })
}

function settle(
  withinMs: number,
  start: (done: (reached: Reached) => void, startedAt: number) => () => void,
): Promise<Reached> {
  return new Promise((resolve) => {
    let end = () => {}
    const late = setTimeout(() => done(failure('timeout')), withinMs)
    function done(reached: Reached): void {
      clearTimeout(late)
      resolve(reached)
      end()
    }
    try {
      end = start(done, performance.now())
    } catch (error) {
      done(failure(reasonOf(error)))
    }
  })
}

function failure(reason: string): Reached {
  return { type: 'failed', reason }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  if (/handshake has timed out/i.test(error.message)) return 'timeout'
  return 'code' in error ? String(error.code) : error.name
}
