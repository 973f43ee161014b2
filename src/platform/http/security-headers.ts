import type { FastifyReply } from 'fastify'
import type { App } from './app-type.ts'

/** Nothing of an answer of the API is ever rendered. */
const FOR_ANSWERS = "default-src 'none'; frame-ancestors 'none'"

const EVERYWHERE = ["object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"]

/**
 * What the browser may load for the console: ourselves, nothing that stands in the page, and the sandbox's phone in a
 * frame where one is set. Its WebSocket is "self" too.
 */
export function pagePolicy(sandboxPageUrl: string | undefined): string {
  const framed = sandboxPageUrl === undefined ? "'none'" : new URL(sandboxPageUrl).origin
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    `frame-src ${framed}`,
    ...EVERYWHERE,
  ].join('; ')
}

/** The same for the page of the API's description, whose styles stand in it. */
export const DOCS_POLICY = [
  "default-src 'self'",
  "img-src 'self' data:",
  "style-src 'self' 'unsafe-inline'",
  "frame-src 'none'",
  ...EVERYWHERE,
].join('; ')

/** Headers that stand on every response; pages of ours replace the policy. */
export function setSecurityHeaders(reply: FastifyReply): void {
  reply.headers({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
    'content-security-policy': FOR_ANSWERS,
  })
}

export function registerSecurityHeaders(app: App): void {
  app.addHook('onRequest', async (_request, reply) => setSecurityHeaders(reply))
}
