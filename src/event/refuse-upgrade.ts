import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { asFormwireError, errorReply } from '../platform/http/index.ts'

/** Answers a request for an upgrade that is not granted, in the contract's envelope, and ends the connection. */
export function refuseUpgrade(socket: Duplex, error: unknown, extra: Readonly<Record<string, string>>): void {
  const failure = asFormwireError(error)
  const body = JSON.stringify(errorReply(failure))
  const headers = {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    'X-Content-Type-Options': 'nosniff',
    ...extra,
    ...failure.headers,
    Connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${failure.http} ${STATUS_CODES[failure.http] ?? ''}\r\n${lines.join('')}\r\n${body}`)
}
