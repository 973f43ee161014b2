import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { FormwireError, problem, problemWith } from '../../kernel/errors.ts'
import { faultOf, type Log } from '../log.ts'
import { errorReply } from './envelope.ts'

/** Answers whatever was thrown on the way in one envelope; what nobody expected is logged, and why something failed here. */
export function replyWithFailure(log: Log, error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const failure = asFormwireError(error)
  if (failure.http >= 500 && failure.code === 'internal_error') {
    log.error({ route: request.routeOptions.url, method: request.method, fault: faultOf(error) }, 'request failed')
  }
  // What the engine made of a send that it failed at is nowhere else.
  else if (failure.http === 500 && failure.cause !== undefined) {
    const about = { route: request.routeOptions.url, method: request.method, code: failure.code }
    log.warn({ ...about, fault: faultOf(failure.cause) }, 'a call failed')
  }
  reply.code(failure.http).headers(failure.headers).send(errorReply(failure))
}

/** The framework's errors in the words of the catalogue; anything unknown is an internal error. */
export function asFormwireError(error: unknown): FormwireError {
  if (error instanceof FormwireError) return error
  if (hasZodFastifySchemaValidationErrors(error)) return wrongFields(error.validation)
  switch (codeOf(error)) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return problem('body_too_large')
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return problem('content_type_unsupported')
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return problem('request_invalid', 'the body is not as long as Content-Length says')
    case 'FST_ERR_BAD_URL':
      return problem('request_invalid', 'the URL is malformed')
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return problem('request_invalid', 'a part of the URL is too long')
    case 'ECONNRESET':
    case 'ABORT_ERR':
      return problem('request_invalid', 'the request ended too early')
    default:
      return problemWith({ cause: error }, 'internal_error')
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as Partial<FastifyError>).code : undefined
}

function wrongFields(issues: readonly { instancePath: string; message?: string }[]): FormwireError {
  const details = issues.map((issue) => ({
    path: issue.instancePath.replace(/^\//, '').replaceAll('/', '.'),
    message: inOurWords(issue.message ?? 'is wrong'),
  }))
  const [first] = details
  const detail = first ? `${first.path} ${first.message}`.trim() : 'a field is wrong'
  return problemWith({ details }, 'request_invalid', detail)
}

/** The validator's own sentences say what it expected, and what it received is for nobody's log. */
function inOurWords(message: string): string {
  const expected = /^Invalid input: expected (\w+)/.exec(message)?.[1]
  return expected === undefined ? message : `must be ${/^[aeiou]/.test(expected) ? 'an' : 'a'} ${expected}`
}
