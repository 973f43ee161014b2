import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock } from '../kernel/clock.ts'
import { asFormwireError, errorReply } from '../platform/http/index.ts'

const GOODBYE_MS = 2_000

/**
 * Answers a request for an upgrade that is not granted, in the contract's envelope, and ends the connection: at once when
 * the other side ends its own, soon when it does not.
 */
export function refuseUpgrade(
  clock: Clock,
  socket: Duplex,
  error: unknown,
  extra: Readonly<Record<string, string>>,
): void {
  const failure = asFormwireError(error)
  const body = JSON.stringify(errorReply(failure))
  const headers = {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
    ...extra,
    ...failure.headers,
    Connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const timer = clock.after(GOODBYE_MS, () => socket.destroy())
  socket.on('close', () => timer.cancel())
  // What still comes in is read and dropped: closing over it would be a reset, and the answer lost.
  socket.resume()
  socket.end(`HTTP/1.1 ${failure.http} ${STATUS_CODES[failure.http] ?? ''}\r\n${lines.join('')}\r\n${body}`)
}
