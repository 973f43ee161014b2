import type { Outcome } from './once.ts'
import type { SendCall } from './send-call.ts'
import type { SendReply } from './view.ts'

/** Of a request, what a send wants to know. */
interface CalledRequest {
  headers: Readonly<Record<string, unknown>>
  bodyHash(): string
  hold(): boolean
}

/** What a send knows of its call. `route` names the kind of send. */
export function readCall(request: CalledRequest, route: string): SendCall {
  const key = request.headers['idempotency-key']
  return {
    once: key ? { route, key: String(key), bodyHash: request.bodyHash() } : null,
    hold: () => request.hold(),
  }
}

/** The answer of a send, marked when it was given before. */
export function answerOnce(
  reply: { header(name: string, value: string): unknown },
  { reply: answer, isReplayed }: Outcome,
): SendReply {
  if (isReplayed) reply.header('idempotency-replayed', 'true')
  return answer
}
