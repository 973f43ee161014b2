import { isIP } from 'node:net'
import type { Clock } from '../../kernel/clock.ts'
import { type AllowedNetworks, isOpenAddress } from './address.ts'

/** Asks the name system; rejects when a name has no address. Handed in, so that a test may change its mind. */
export type Resolve = (hostname: string) => Promise<readonly { address: string; family: 4 | 6 }[]>

/** Why a URL may not be called. `detail` completes the sentence "url …". */
interface RefusedAddress {
  type: 'refused'
  detail: string
}

/** Whether a URL may be called. */
export type AddressVerdict = { type: 'open' } | RefusedAddress

const LONGEST_LOOK_UP_MS = 3_000

const PRIVATE: AddressVerdict = { type: 'refused', detail: 'must not point to a private or local address' }

export interface GuardDeps {
  resolve: Resolve
  clock: Clock
  allowed: AllowedNetworks
}

/**
 * Judges a URL before it is kept: http or https, no credentials in it, and no private address, be it written there
 * (in any spelling: the URL standard unifies them) or found by a look-up. A name that cannot be resolved now is let
 * through, because the connector judges again whatever it dials.
 */
export async function judgeUrl(deps: GuardDeps, text: string): Promise<AddressVerdict> {
  const read = readUrl(text)
  return read.type === 'refused' ? read : judgeHost(deps, read.url.hostname)
}

/** Reads a URL, relative to `base` if there is one: http or https, no credentials. Where it leads is not judged. */
export function readUrl(text: string, base?: URL): { type: 'read'; url: URL } | RefusedAddress {
  const url = URL.parse(text, base?.href)
  if (url === null) return { type: 'refused', detail: 'is not a URL' }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return { type: 'refused', detail: 'must begin with http:// or https://' }
  }
  if (url.username !== '' || url.password !== '') {
    return { type: 'refused', detail: 'must not hold credentials, use authorization' }
  }
  return { type: 'read', url }
}

/** Judges a host name or literal address, as it stands in a URL. */
export async function judgeHost(deps: GuardDeps, hostname: string): Promise<AddressVerdict> {
  const literal = literalOf(hostname)
  if (literal !== null) return isOpenAddress(literal, deps.allowed) ? { type: 'open' } : PRIVATE
  const found = await lookUpInTime(deps, hostname)
  return found.every((each) => isOpenAddress(each.address, deps.allowed)) ? { type: 'open' } : PRIVATE
}

/** The address in a host that is no name, without brackets; null for a name. */
export function literalOf(hostname: string): string | null {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1')
  return isIP(bare.replace(/%.*$/, '')) === 0 ? null : bare
}

async function lookUpInTime(deps: GuardDeps, hostname: string): ReturnType<Resolve> {
  const { promise: late, resolve: giveUp } = Promise.withResolvers<Awaited<ReturnType<Resolve>>>()
  const timer = deps.clock.after(LONGEST_LOOK_UP_MS, () => giveUp([]))
  try {
    return await Promise.race([deps.resolve(hostname), late])
  } catch {
    return []
  } finally {
    timer.cancel()
  }
}
