import { isIP } from 'node:net'
import { type AllowedNetworks, isOpenAddress } from './address.ts'
import { type FoundAddress, type LookUpDeps, lookUp } from './look-up.ts'

/** Why a URL may not be called. `detail` completes the sentence "url …". */
interface RefusedAddress {
  type: 'refused'
  detail: string
}

/** Whether a URL may be called. */
export type AddressVerdict = { type: 'open' } | RefusedAddress

const OPEN: AddressVerdict = { type: 'open' }

export interface GuardDeps extends LookUpDeps {
  allowed: AllowedNetworks
}

/**
 * Judges a URL before it is kept: http or https, no credentials in it, and no private address, be it written there
 * (in any spelling: the URL standard unifies them) or found by a look-up. A name that cannot be resolved now is let
 * through, because the connector judges again whatever it dials.
 */
export async function judgeUrl(deps: GuardDeps, text: string): Promise<AddressVerdict> {
  const read = readUrl(text)
  if (read.type === 'refused') return read
  const { hostname } = read.url
  const literal = literalOf(hostname)
  if (literal !== null) return judgeFound(deps, [literal])
  const found = await lookUp(deps, hostname).catch((): FoundAddress[] => [])
  return judgeFound(
    deps,
    found.map(({ address }) => address),
  )
}

/** Reads a URL, relative to `base` if there is one: http or https, no credentials. Where it leads is not judged. */
export function readUrl(text: string, base?: URL): { type: 'read'; url: URL } | RefusedAddress {
  const url = URL.parse(text, base?.href)
  if (url === null) return refused('is not a URL')
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refused('must begin with http:// or https://')
  if (url.username !== '' || url.password !== '') return refused('must not hold credentials, use authorization')
  return { type: 'read', url }
}

/**
 * Judges a host that something else will dial, in a reading of its own: so an address has to be written plainly, and
 * a name has to be known now.
 */
export async function judgeHost(deps: GuardDeps, host: string): Promise<AddressVerdict> {
  const literal = literalOf(host)
  if (literal !== null) return judgeFound(deps, [literal])
  const url = /[/?#@\\:\s%]/.test(host) ? null : URL.parse(`http://${host}/`)
  if (url === null) return refused('is not a host')
  if (literalOf(url.hostname) !== null) return refused('must be an address in its plain form')
  try {
    const found = await lookUp(deps, url.hostname)
    return judgeFound(
      deps,
      found.map(({ address }) => address),
    )
  } catch {
    return refused('is a name without an address')
  }
}

/** The address in a host that is no name, without brackets; null for a name. */
export function literalOf(hostname: string): string | null {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1')
  return isIP(bare.replace(/%.*$/, '')) === 0 ? null : bare
}

function judgeFound(deps: GuardDeps, addresses: readonly string[]): AddressVerdict {
  return addresses.every((each) => isOpenAddress(each, deps.allowed))
    ? OPEN
    : refused('must not point to a private or local address')
}

function refused(detail: string): RefusedAddress {
  return { type: 'refused', detail }
}
