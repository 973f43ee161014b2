import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { problem } from '../../kernel/errors.ts'
import type { App } from './app-type.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Fields of the body in which `null` is a value of its own, not "not given"; the empty string becomes null. */
    emptyCounts?: readonly string[]
  }
  interface FastifyRequest {
    /** SHA-256 of the body as it came, in hex: only of requests with an `Idempotency-Key`, whose bodies are compared. */
    bodyHash(): string
  }
}

/**
 * Reads bodies as leniently as the contract asks: an empty one is `{}` whatever its content type; `null` and the
 * empty string mean "not given"; anything that is not a JSON object is refused.
 */
export function registerBodies(app: App): void {
  app.removeAllContentTypeParsers()
  // The framework must not judge the content type: an empty body may have any.
  const statedTypes = new WeakMap<FastifyRequest, string>()
  app.addHook('onRequest', async (request) => {
    statedTypes.set(request, request.headers['content-type'] ?? '')
    delete request.headers['content-type']
  })
  const hashes = new WeakMap<FastifyRequest, string>()
  app.decorateRequest('bodyHash', function () {
    return hashes.get(this) ?? hashOf(new Uint8Array())
  })
  app.addContentTypeParser('*', { parseAs: 'buffer' }, async (request: FastifyRequest, body: Buffer) => {
    if (request.is404) return {}
    if (request.headers['idempotency-key']) hashes.set(request, hashOf(body))
    return readBody(statedTypes.get(request) ?? '', body)
  })
  app.addHook('preValidation', async (request) => {
    const kept = new Set(request.routeOptions.config.emptyCounts)
    if (isRecord(request.query)) dropAbsent(request.query, new Set())
    if (request.method === 'GET' || request.method === 'HEAD') return
    request.body ??= {}
    if (isRecord(request.body)) dropAbsent(request.body, kept)
  })
}

function hashOf(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('hex')
}

/** @throws content_type_unsupported, body_not_json, request_invalid */
export function readBody(mediaType: string, body: Uint8Array): Record<string, unknown> {
  if (body.length === 0) return {}
  if (!/^(application\/([\w.+-]+\+)?json\s*(;.*)?)?$/i.test(mediaType.trim())) {
    throw problem('content_type_unsupported')
  }
  const value = parseJson(body)
  if (value === null || value === undefined) return {}
  if (!isRecord(value)) throw problem('request_invalid', 'the body must be a JSON object')
  return value
}

function parseJson(body: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body)
    return text.trim() === '' ? null : JSON.parse(text)
  } catch {
    throw problem('body_not_json')
  }
}

function dropAbsent(fields: Record<string, unknown>, kept: ReadonlySet<string>): void {
  for (const [name, value] of Object.entries(fields)) {
    if (value !== null && value !== '') continue
    if (kept.has(name)) fields[name] = null
    else delete fields[name]
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
