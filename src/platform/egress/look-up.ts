import type { Clock } from '../../kernel/clock.ts'

/** Asks the name system; rejects when a name has no address. Handed in, so that a test may change its mind. */
export type Resolve = (hostname: string) => Promise<readonly FoundAddress[]>

export interface FoundAddress {
  address: string
  family: 4 | 6
}

export interface LookUpDeps {
  resolve: Resolve
  clock: Clock
}

const LONGEST_LOOK_UP_MS = 5_000

/** The addresses of a name, at least one. Rejects with an error that has a `code` when there is none within 5 s. */
export async function lookUp({ resolve, clock }: LookUpDeps, hostname: string): Promise<readonly FoundAddress[]> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = clock.after(LONGEST_LOOK_UP_MS, () => reject(failure('ETIMEDOUT')))
  try {
    const found = await Promise.race([resolve(hostname), late])
    if (found.length === 0) throw failure('ENOTFOUND')
    return found
  } finally {
    timer.cancel()
  }
}

/**
 * Asks once for a name, however many wait for it. The machine's look-ups share a few threads, and a name whose server
 * is silent would take one of them for every call.
 */
export function shareLookUps(resolve: Resolve): Resolve {
  const asked = new Map<string, ReturnType<Resolve>>()
  return (hostname) => {
    const known = asked.get(hostname)
    if (known) return known
    const answer = resolve(hostname).finally(() => asked.delete(hostname))
    asked.set(hostname, answer)
    return answer
  }
}

function failure(code: string): Error {
  return Object.assign(new Error('The name could not be looked up'), { code })
}
