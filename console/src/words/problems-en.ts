export interface KnownProblem {
  /** What happened. */
  what: string
  /** What helps. */
  helps: string
  /** These two say all: the gateway's own sentence would only repeat them. */
  isWhole?: boolean
}

export interface ProblemWords {
  /** By `error.code` (docs/errors.md); for others the gateway's own sentence stands. */
  byCode: Record<string, KnownProblem>
  refused: string
  unexpected: string
  retryAfter(seconds: number): string
}

export const english: ProblemWords = {
  refused: 'The gateway refused this',
  unexpected: 'Something went wrong on this page. Reload it; if it happens again, tell who looks after the gateway.',
  retryAfter: (seconds) => `You can try again in ${seconds} s.`,
  byCode: {
    offline: {
      what: 'The gateway does not answer',
      helps: 'It is asked again until it does; nothing you see is lost.',
      isWhole: true,
    },
    token_invalid: { what: 'This token opens nothing here', helps: 'Check that it was copied whole.', isWhole: true },
    session_ended: { what: 'Your session has ended', helps: 'Sign in again.', isWhole: true },
    sign_in_throttled: {
      what: 'Too many failed attempts from here',
      helps: 'Wait, then sign in with the right token.',
      isWhole: true,
    },
    rate_limited: { what: 'Too many requests at once', helps: 'Wait a moment.', isWhole: true },
    instance_not_connected: {
      what: 'This number is not connected to WhatsApp',
      helps: 'Link or reconnect it on its page, then try again.',
      isWhole: true,
    },
    instance_not_found: {
      what: 'There is no such instance',
      helps: 'It may have been deleted, or belong to another account.',
      isWhole: true,
    },
  },
}
