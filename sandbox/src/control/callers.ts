import { createHash, timingSafeEqual } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../refusal.ts'

/** The header in which the framed page shows its key. */
const KEY_HEADER = 'x-sandbox-key'
const NAMES = ['127.0.0.1', 'localhost', '[::1]']

/** A long poll changes its query each time, and each address is asked about by itself. */
const PREFLIGHT_SECONDS = '600'

/**
 * Lets three kinds of callers drive the sandbox: programs of this machine, the phone page itself, and the phone page in
 * a sandboxed frame. The last has the origin `null`, as the frame of any hostile page has, so it counts only with the key
 * that stands in its address. No other web page may: it can choose neither `Host` nor `Origin`, and not send JSON unasked.
 */
export function admitCallers(app: FastifyInstance, pageKey: string): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!isOwnHost(request)) throw new Refusal(403, 'this API answers to its own address only')
    if (isForControl(request)) {
      const { origin } = request.headers
      if (origin === 'null') {
        allowFrame(reply)
        if (request.method === 'OPTIONS') return reply.code(204).send()
        if (!hasKey(request, pageKey))
          throw new Refusal(403, 'a page without an origin needs the key of the phone page')
      } else if (isForeign(request, origin)) {
        throw new Refusal(403, 'other web pages may not drive this API')
      }
    }
    if (request.method === 'POST' && !isJson(request)) throw new Refusal(415, 'content-type must be application/json')
  })
}

/** The router decodes paths: what counts is where a request goes, not how its address is spelled. No route has OPTIONS. */
function isForControl({ method, routeOptions }: FastifyRequest): boolean {
  return method === 'OPTIONS' || routeOptions.url?.startsWith('/control/') === true
}

function allowFrame(reply: FastifyReply): void {
  reply.headers({
    'access-control-allow-origin': 'null',
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': `content-type, ${KEY_HEADER}`,
    'access-control-max-age': PREFLIGHT_SECONDS,
    vary: 'origin',
  })
}

function hasKey(request: FastifyRequest, pageKey: string): boolean {
  const shown = request.headers[KEY_HEADER]
  return typeof shown === 'string' && timingSafeEqual(digest(shown), digest(pageKey))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** Browsers leave `Origin` out where they ask without CORS; they say then that another page asks. */
function isForeign(request: FastifyRequest, origin: string | undefined): boolean {
  if (origin !== undefined) return !ownHosts(request).some((host) => origin === `http://${host}`)
  return ['cross-site', 'same-site'].includes(String(request.headers['sec-fetch-site']))
}

function isOwnHost(request: FastifyRequest): boolean {
  return ownHosts(request).some((host) => request.headers.host === host)
}

function ownHosts(request: FastifyRequest): string[] {
  const { port } = request.server.server.address() as AddressInfo
  return NAMES.map((name) => `${name}:${port}`)
}

function isJson(request: FastifyRequest): boolean {
  return (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() === 'application/json'
}
