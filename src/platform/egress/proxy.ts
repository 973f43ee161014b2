import type { FailedCall } from './failed-call.ts'

/** A proxy of an operator's choice, and who we are to it. `host` is a name or a plain address, without brackets. */
export interface OutboundProxy {
  protocol: 'http' | 'https' | 'socks5'
  host: string
  port: number
  username: string | null
  password: string | null
}

/** Where a tunnel leads. A name is left to the proxy to look up. */
export interface Target {
  host: string
  port: number
}

/** Why there is no tunnel, as a fixed word, free of addresses, of credentials and of the other side's text. */
export type ProxyFailure =
  | FailedCall
  /** Its own row could not be read. */
  | 'not_readable'
  | 'credentials_refused'
  /** It will not let us go where we want. */
  | 'target_refused'
  /** It tried, and did not get there. */
  | 'target_unreachable'
  | 'not_a_proxy'

/** A tunnel that was not built. Nobody goes on past the proxy. */
export class ProxyFailed extends Error {
  override readonly name = 'ProxyFailed'
  readonly reason: ProxyFailure

  constructor(reason: ProxyFailure, options?: { cause: unknown }) {
    super(`The proxy failed: ${reason}`, options)
    this.reason = reason
  }
}
