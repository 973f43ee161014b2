import { AddressRefused } from './connector.ts'

/** Why there was no answer, as a fixed word, free of addresses and of the other side's text. */
export type FailedCall =
  | 'address_refused'
  | 'aborted'
  | 'timeout'
  | 'name_not_found'
  | 'connection_refused'
  | 'tls_failed'
  | 'connection_failed'

/** The word for what undici, a look-up or the connector threw. */
export function failedCallOf(error: unknown): FailedCall {
  if (error instanceof AddressRefused) return 'address_refused'
  if (error instanceof AggregateError && error.errors.length > 0) return failedCallOf(error.errors[0])
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'ENODATA') return 'name_not_found'
  if (code === 'ECONNREFUSED') return 'connection_refused'
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') return 'timeout'
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code)) return 'tls_failed'
  return 'connection_failed'
}
