import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { type FormwireError, problem } from '../../kernel/errors.ts'
import { errorReply } from './envelope.ts'
import { asFormwireError } from './failure.ts'
import type { Tally } from './rate-limit.ts'

/** Answers what Node's parser refuses before there is a request: headers too large, too slow, or no HTTP at all. */
export function replyOnSocket(error: Error & { code?: string }, socket: Socket, tally: Tally): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const failure = asFormwireError(tally.blame(failureOfSocket(error.code)))
  const body = JSON.stringify(errorReply(failure))
  const extra = Object.entries({ ...tally.headers(), ...failure.headers })
  socket.end(
    [
      `HTTP/1.1 ${failure.http} ${STATUS_CODES[failure.http] ?? 'Error'}`,
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      ...extra.map(([name, value]) => `${name}: ${value}`),
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  )
}

function failureOfSocket(code: string | undefined): FormwireError {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return problem('headers_too_large')
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return problem('request_timeout')
    default:
      return problem(
        'request_invalid',
        'this is not HTTP, or the address holds characters that must be percent-encoded',
      )
  }
}
