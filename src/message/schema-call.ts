import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Outcome } from './once.ts'
import type { SendReply } from './schema-reply.ts'
import type { SendCall } from './send-call.ts'

/** What a send knows of its call. `route` names the kind of send. */
export function readCall(request: FastifyRequest, route: string): SendCall {
  const key = request.headers['idempotency-key']
  return {
    once: key ? { route, key: String(key), bodyHash: request.bodyHash() } : null,
    hold: () => request.hold(),
  }
}

/** The answer of a send, marked when it was given before. */
export function answerOnce(reply: FastifyReply, { reply: answer, isReplayed }: Outcome): SendReply {
  if (isReplayed) reply.header('idempotency-replayed', 'true')
  return answer
}
