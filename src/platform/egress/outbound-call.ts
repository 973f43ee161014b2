import type { FailedCall } from './failed-call.ts'

/** A call out of this process. */
export interface OutboundPost {
  url: string
  headers: Record<string, string>
  body: string | Uint8Array
  /** Until the response's status line has to be there, from the look-up on. */
  timeoutMs: number
  /** The first of them that is aborted gives the call up. */
  signals?: readonly AbortSignal[]
}

/** What became of an outbound call. */
export type OutboundReply =
  | { type: 'answered'; status: number; retryAfter: string | null; body: string; tookMs: number }
  | { type: 'failed'; reason: FailedCall; tookMs: number }
