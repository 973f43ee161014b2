import { LONGEST_MS } from './session-life.ts'

/**
 * The name of the cookie. Browsers take the prefix from https alone, and from the very host that they ask: no neighbour
 * under the same domain can plant one.
 */
function nameOf(isHttps: boolean): string {
  return isHttps ? '__Host-formwire_session' : 'formwire_session'
}

/** The cookie that holds a session; it outlives none. Pure. */
export function sessionCookie(secret: string, isHttps: boolean): string {
  return writeCookie(secret, LONGEST_MS / 1000, isHttps)
}

/** What makes the browser forget it. Pure. */
export function endedCookie(isHttps: boolean): string {
  return writeCookie('', 0, isHttps)
}

function writeCookie(value: string, seconds: number, isHttps: boolean): string {
  const secure = isHttps ? '; Secure' : ''
  return `${nameOf(isHttps)}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure}`
}

/**
 * What the header `Cookie` says of the session; null: nothing that could be one. Two that differ are none: the other was
 * planted, and nobody can tell which. Pure.
 */
export function readSessionCookie(header: string | undefined, isHttps: boolean): string | null {
  const name = nameOf(isHttps)
  const values = (header ?? '').split(';').flatMap((pair) => {
    const [key, ...value] = pair.split('=')
    return key?.trim() === name ? [value.join('=').trim()] : []
  })
  const [secret, another] = new Set(values)
  return secret !== undefined && another === undefined && /^[\w-]{43}$/.test(secret) ? secret : null
}
