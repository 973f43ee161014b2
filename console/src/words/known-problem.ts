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
  /** `time`: "2 min 5 s". */
  retryAfter(time: string): string
}

/** Our words say all. */
export const whole = (what: string, helps: string): KnownProblem => ({ what, helps, isWhole: true })

/** The gateway's sentence stands below ours, because it names what is wrong. */
export const withDetail = (what: string, helps: string): KnownProblem => ({ what, helps })
