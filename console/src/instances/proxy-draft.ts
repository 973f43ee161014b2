import type { KeptProxy, ProxyBlock } from './instance-shapes.ts'

/** A proxy as it stands in the fields; `password` is what was typed anew. */
export interface ProxyDraft {
  enabled: boolean
  protocol: 'http' | 'https' | 'socks5'
  host: string
  port: string
  username: string
  password: string
}

export type ProxyField = 'host' | 'port' | 'protocol' | 'username' | 'password'
export type ProxyFault = 'hostMissing' | 'portWrong' | 'usernameMissing' | 'usernameColon'

/** Pure. */
export function proxyDraftOf({ enabled, protocol, host, port, username }: KeptProxy): ProxyDraft {
  return {
    enabled,
    protocol: protocol ?? 'http',
    host: host ?? '',
    port: port === null ? '' : String(port),
    username: username ?? '',
    password: '',
  }
}

/** Pure. */
export function isProxyChanged(saved: ProxyDraft, draft: ProxyDraft): boolean {
  if (!draft.enabled && !saved.enabled) return false
  return draft.enabled !== saved.enabled || draft.password !== '' || !isSameProxy(saved, draft)
}

/** Whether the password that the gateway keeps, if any, stays: it goes with the very same proxy only. Pure. */
export function keepsPassword(saved: ProxyDraft, draft: ProxyDraft): boolean {
  return saved.enabled && draft.username !== '' && isSameProxy(saved, draft)
}

/** Pure. */
export function proxyFaults(draft: ProxyDraft): Partial<Record<ProxyField, ProxyFault>> {
  if (!draft.enabled) return {}
  const port = portOf(draft)
  const username = draft.username.trim()
  return {
    ...(draft.host.trim() === '' ? { host: 'hostMissing' as const } : {}),
    ...(port >= 1 && port <= 65_535 ? {} : { port: 'portWrong' as const }),
    ...(username === '' && draft.password !== '' ? { username: 'usernameMissing' as const } : {}),
    ...(draft.protocol !== 'socks5' && username.includes(':') ? { username: 'usernameColon' as const } : {}),
  }
}

/** The whole block, for what is left out is not kept. Of fields without faults. Pure. */
export function proxyBlockOf(draft: ProxyDraft): ProxyBlock {
  if (!draft.enabled) return { enabled: false }
  const { protocol, username, password } = draft
  return {
    enabled: true,
    protocol,
    host: draft.host.trim(),
    port: portOf(draft),
    ...(username.trim() === '' ? {} : { username }),
    ...(password === '' ? {} : { password }),
  }
}

function portOf({ port }: ProxyDraft): number {
  return /^\s*\d{1,5}\s*$/.test(port) ? Number(port) : 0
}

function isSameProxy(one: ProxyDraft, other: ProxyDraft): boolean {
  return (
    one.protocol === other.protocol &&
    bare(one.host) === bare(other.host) &&
    one.port.trim() === other.port.trim() &&
    one.username === other.username
  )
}

/** An IPv6 address may be given in brackets. */
function bare(host: string): string {
  return host.trim().replace(/^\[(.*)\]$/, '$1')
}
