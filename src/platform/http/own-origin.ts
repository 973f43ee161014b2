import { isIP } from 'node:net'

/**
 * Whether a page of this origin is one of ours: it came from our own address, or from where this very request went. A
 * name in `Host` proves nothing, for whoever owns a name may point it at us while their page is open (DNS rebinding);
 * nobody can do so with an IP address or `localhost`.
 */
export function isOwnOrigin(origin: string, baseUrl: string, host: string | undefined): boolean {
  const asked = origin.toLowerCase()
  if (asked === URL.parse(baseUrl)?.origin) return true
  const called = URL.parse(`http://${host}`)
  return called !== null && called.origin === asked && isFixed(called.hostname)
}

function isFixed(hostname: string): boolean {
  return hostname === 'localhost' || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0
}
