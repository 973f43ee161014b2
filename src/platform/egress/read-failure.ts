import { AddressRefused } from './connector.ts'
import type { FailedCall } from './failed-call.ts'
import { GivenUp } from './given-up.ts'

const TLS = /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO|INVALID_(CA|PURPOSE)|PATH_LENGTH|HOSTNAME|CRL_|EPROTO/

/** The word for what undici, a look-up, the connector or our own patience threw. */
export function failedCallOf(error: unknown): FailedCall {
  if (error instanceof AddressRefused) return 'address_refused'
  if (error instanceof GivenUp) return error.reason
  if (error instanceof AggregateError && error.errors.length > 0) return failedCallOf(error.errors[0])
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'ENODATA') return 'name_not_found'
  if (code === 'ECONNREFUSED') return 'connection_refused'
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') return 'timeout'
  return TLS.test(code) ? 'tls_failed' : 'connection_failed'
}
