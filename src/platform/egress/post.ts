import type { Dispatcher } from 'undici'
import type { Clock, Timer } from '../../kernel/clock.ts'
import type { FailedCall } from './failed-call.ts'
import { GivenUp } from './given-up.ts'
import { readUrl } from './guard.ts'
import { single } from './header.ts'
import { countInformation } from './information.ts'
import type { OutboundPost, OutboundReply } from './outbound-call.ts'
import { failedCallOf } from './read-failure.ts'
import { KEPT_BYTES, startOf } from './start-of.ts'

const LONGEST_READ_MS = 1_000

/**
 * Posts by what lies under undici's `request`, which makes a stream, two signals and their listeners for every answer: as
 * much work as the call itself. What comes of a body behind its first 4 KiB, or later than a second, is not waited for, and
 * its connection is closed: the status has said everything that counts. Never rejects.
 */
export function post(dispatcher: Dispatcher, clock: Clock, call: OutboundPost): Promise<OutboundReply> {
  const began = clock.now()
  const read = readUrl(call.url)
  if (read.type === 'refused') return Promise.resolve({ type: 'failed', reason: 'address_refused', tookMs: 0 })
  const { origin, pathname, search } = read.url
  return new Promise((resolve) => {
    const answer = openAnswer(clock, began, call, resolve)
    if (answer.isOver()) return
    const { headers, body } = call
    dispatcher.dispatch({ origin, path: pathname + search, method: 'POST', headers, body }, answer.handler)
  })
}

interface Status {
  status: number
  retryAfter: string | null
  tookMs: number
}

/** What is told of one call, and its end, which comes once, whoever is first. */
function openAnswer(clock: Clock, began: number, call: OutboundPost, tell: (reply: OutboundReply) => void) {
  let controller: Dispatcher.DispatchController | null = null
  let givenUp: GivenUp | null = null
  let head: Status | null = null
  let isOver = false
  let kept = 0
  const chunks: Buffer[] = []
  const { signals = [] } = call
  let timer: Timer = clock.after(call.timeoutMs, () => giveUp('timeout'))
  const onAbort = () => giveUp('aborted')

  function end(reply: OutboundReply): void {
    if (isOver) return
    isOver = true
    timer.cancel()
    for (const signal of signals) signal.removeEventListener('abort', onAbort)
    tell(reply)
  }

  /** Once there is a status, all that comes later has answered. */
  function endBy(reason: FailedCall): void {
    if (head) end({ type: 'answered', ...head, body: startOf(chunks) })
    else end({ type: 'failed', reason, tookMs: clock.now() - began })
  }

  /** Undici hears of it only once it is connected, and a look-up may take for ever: the end is told at once. */
  function giveUp(reason: FailedCall): void {
    givenUp = new GivenUp(reason)
    endBy(reason)
    controller?.abort(givenUp)
  }

  const hearInformation = countInformation({ giveUp })
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(started) {
      controller = started
      if (givenUp) started.abort(givenUp)
    },
    onResponseStart(_, status, headers) {
      if (status < 200) return hearInformation()
      head = { status, retryAfter: single(headers['retry-after']), tookMs: clock.now() - began }
      timer.cancel()
      timer = clock.after(LONGEST_READ_MS, () => giveUp('timeout'))
    },
    onResponseData(_, chunk) {
      chunks.push(chunk)
      kept += chunk.length
      if (kept > KEPT_BYTES) giveUp('timeout')
    },
    onResponseEnd: () => endBy('connection_failed'),
    onResponseError: (_, error) => endBy(failedCallOf(error)),
  }

  for (const signal of signals) {
    if (signal.aborted) onAbort()
    if (isOver) break
    signal.addEventListener('abort', onAbort)
  }
  return { handler, isOver: () => isOver }
}
