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

const LOOPBACK: readonly FoundAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
]

/**
 * The addresses of a name, at least one. Names under `localhost` are loopback where the name system knows none of them
 * (RFC 6761 §6.3). Rejects with an error that has a `code` when there is no address within 5 s.
 */
export async function lookUp(deps: LookUpDeps, hostname: string): Promise<readonly FoundAddress[]> {
  try {
    return await ask(deps, hostname)
  } catch (error) {
    if (/(^|\.)localhost\.?$/i.test(hostname)) return LOOPBACK
    throw error
  }
}

async function ask({ resolve, clock }: LookUpDeps, hostname: string): Promise<readonly FoundAddress[]> {
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
