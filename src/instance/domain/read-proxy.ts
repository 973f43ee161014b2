import { createFieldReader, type FieldReader, insistRead } from '../../kernel/field-reader.ts'

/** A proxy as it is kept. `host` is a name or an address, without brackets. */
export interface InstanceProxy {
  protocol: (typeof PROXY_PROTOCOLS)[number]
  host: string
  port: number
  username: string | null
  password: string | null
}

/** A proxy block as a caller gave it. */
export interface ProxyBlock {
  enabled: unknown
  host: unknown
  port: unknown
  protocol: unknown
  username: unknown
  password: unknown
}

export const PROXY_PROTOCOLS = ['http', 'https', 'socks5'] as const

const LONGEST_HOST = 253
/** In bytes: RFC 1929 has one byte for a length. */
const LONGEST_CREDENTIAL = 255
const LARGEST_PORT = 65_535

/**
 * Reads a proxy block; null: it is switched off. Where nothing says whether it is on, a host says that it is. Where the
 * host leads is not judged. Pure.
 * @throws request_invalid
 */
export function readProxy(block: ProxyBlock): InstanceProxy | null {
  const reader = createFieldReader()
  const host = reader.text('host', block.host, { max: LONGEST_HOST })
  const isEnabled = reader.flag('enabled', block.enabled) ?? host !== null
  if (reader.refusal === null && !isEnabled) return null
  if (host === null) reader.refuse('host', 'is required for an enabled proxy')
  const port = reader.count('port', block.port, { min: 1, max: LARGEST_PORT })
  if (port === null) reader.refuse('port', 'is required for an enabled proxy')
  const protocol = readProtocol(reader, block.protocol)
  const username = readCredential(reader, 'username', block.username)
  const password = readCredential(reader, 'password', block.password)
  if (password !== null && username === null) reader.refuse('username', 'is required with a password')
  if (protocol !== 'socks5' && username?.includes(':')) reader.refuse('username', 'must hold no colon')
  const isWhole = reader.refusal === null && host !== null && port !== null && protocol !== null
  return insistRead(reader, isWhole ? { protocol, host: bare(host), port, username, password } : null)
}

/**
 * A password is never shown, so whoever gives back what they were shown has none: that of the same proxy stays, and
 * goes to no other. Pure.
 */
export function withKeptPassword(wanted: InstanceProxy, known: InstanceProxy | null): InstanceProxy {
  if (wanted.password !== null || known === null) return wanted
  const isSame = isSameProxy({ ...wanted, password: known.password }, known)
  return isSame ? known : wanted
}

/** Whether two are one and the same, password and all. Pure. */
export function isSameProxy(one: InstanceProxy | null, other: InstanceProxy | null): boolean {
  if (one === null || other === null) return one === other
  const fields = ['protocol', 'host', 'port', 'username', 'password'] as const
  return fields.every((field) => one[field] === other[field])
}

function readProtocol(reader: FieldReader, value: unknown): InstanceProxy['protocol'] | null {
  const text = reader.text('protocol', value, { max: 20 })
  if (text === null) return 'http'
  // curl's word for SOCKS5 whose proxy looks names up, which is how all are used here.
  const word = text.trim().toLowerCase() === 'socks5h' ? 'socks5' : text.trim().toLowerCase()
  const known = PROXY_PROTOCOLS.find((each) => each === word)
  if (known === undefined) reader.refuse('protocol', `must be one of ${PROXY_PROTOCOLS.join(', ')}`)
  return known ?? null
}

function readCredential(reader: FieldReader, path: string, value: unknown): string | null {
  const text = reader.code(path, value, { max: LONGEST_CREDENTIAL })
  if (text === null) return null
  if (Buffer.byteLength(text) > LONGEST_CREDENTIAL) reader.refuse(path, `must have at most ${LONGEST_CREDENTIAL} bytes`)
  if (/[\u0000-\u001f\u007f]/.test(text)) reader.refuse(path, 'must hold no control characters')
  return text
}

function bare(host: string): string {
  return host.trim().replace(/^\[(.*)\]$/, '$1')
}
