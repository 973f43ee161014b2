import { z } from 'zod'
import { successFields, withExamples } from '../platform/http/index.ts'
import { PROXY_PROTOCOLS, type ProxyBlock } from './domain/read-proxy.ts'
import { PROXIED, PROXY } from './schema-examples.ts'

const success = true as const

/** Only what the documentation shows: `read-proxy.ts` reads it, for a wrong block does not undo a new instance. */
const readLater = (about: {
  type: 'string' | 'boolean' | 'integer'
  description: string
  [keyword: string]: unknown
}) => z.unknown().optional().meta(about)

const about = {
  enabled: { type: 'boolean', description: 'Whether there is a proxy. Default: there is one when there is a host' },
  host: {
    type: 'string',
    maxLength: 253,
    description:
      'Name or address of the proxy, without a protocol. Not private or local, unless the operator opened it with ' +
      '`EGRESS_ALLOW`. Default: none; an enabled proxy needs one',
  },
  port: {
    type: 'integer',
    minimum: 1,
    maximum: 65_535,
    description: 'Its port; digits in a string do. Default: none; an enabled proxy needs one',
  },
  protocol: {
    type: 'string',
    enum: [...PROXY_PROTOCOLS, 'socks5h'],
    description:
      'How it is spoken to: `http` and `https` by CONNECT, `https` over TLS. It looks names up itself, so `socks5h` is ' +
      'the same as `socks5`. Default `http`',
  },
  username: { type: 'string', maxLength: 255, description: 'Who we are to it. Default: nobody' },
  password: {
    type: 'string',
    maxLength: 255,
    description: 'Kept sealed, and never shown. Default: that of the same proxy, else none',
  },
} as const

export const proxySchema = withExamples(
  z
    .object({
      enabled: readLater(about.enabled),
      host: readLater(about.host),
      port: readLater(about.port),
      protocol: readLater(about.protocol),
      username: readLater(about.username),
      password: readLater(about.password),
    })
    .describe('The whole proxy: what is not given is not kept'),
  {
    one: {
      summary: 'A proxy on this machine, which the operator opened with `EGRESS_ALLOW=127.0.0.1`',
      value: {
        enabled: true,
        host: '127.0.0.1',
        port: 1080,
        protocol: 'socks5',
        username: 'shop',
        password: 'of-the-proxy',
      },
    },
    off: { summary: 'No proxy', value: { enabled: false } },
  },
)

/** What `new` takes of a proxy. */
export const newProxyFields = {
  proxyEnabled: readLater({
    ...about.enabled,
    description: 'Whether it has a proxy. Default: it has with a `proxyHost`',
  }),
  proxyHost: readLater(about.host),
  proxyPort: readLater(about.port),
  proxyProtocol: readLater(about.protocol),
  proxyUsername: readLater(about.username),
  proxyPassword: readLater({ ...about.password, description: 'Kept sealed, and never shown. Default: none' }),
}

export const proxyFields = {
  enabled: z.boolean().describe('Whether there is one; without it the instance connects directly'),
  host: z.string().nullable().describe('Host of the proxy'),
  port: z.number().int().nullable().describe('Port of the proxy'),
  protocol: z.enum(PROXY_PROTOCOLS).nullable().describe('How it is spoken to'),
  username: z.string().nullable().describe('Who we are to it; the password is never shown'),
}

export const proxy = z.object(proxyFields).describe('The proxy of the instance')

export const proxyReply = withExamples(z.object({ ...successFields, proxy }).describe('The proxy'), {
  one: { summary: 'One', value: { success, message: 'Proxy found', proxy: PROXIED } },
  none: { summary: 'None', value: { success, message: 'No proxy is configured', proxy: PROXY } },
})

/** The block of `new`; null when it says nothing of a proxy. Pure. */
export function newProxyOf(
  body: {
    [Name in keyof typeof newProxyFields]?: unknown
  },
): ProxyBlock | null {
  if (body.proxyEnabled === undefined && body.proxyHost === undefined) return null
  return {
    enabled: body.proxyEnabled,
    host: body.proxyHost,
    port: body.proxyPort,
    protocol: body.proxyProtocol,
    username: body.proxyUsername,
    password: body.proxyPassword,
  }
}
