/** Why there was no answer, as a fixed word, free of addresses and of the other side's text. */
export const FAILED_CALLS = [
  'address_refused',
  'aborted',
  'timeout',
  'name_not_found',
  'connection_refused',
  'tls_failed',
  'connection_failed',
] as const

export type FailedCall = (typeof FAILED_CALLS)[number]
