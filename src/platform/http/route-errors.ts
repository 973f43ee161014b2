import type { RouteOptions } from 'fastify'
import type { ErrorCode } from '../../kernel/errors.ts'
import type { App } from './app-type.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Errors of the catalogue that this route answers with, beside those of what stands before it (`nameErrors`). */
    errors?: readonly ErrorCode[]
  }
}

/** What the documentation asks of a route. */
export type DescribedRoute = Pick<RouteOptions, 'method' | 'url' | 'schema' | 'config'>

/**
 * What stands before many routes, a hook say, names here what it throws, for each of them. Counts for routes that are
 * registered later.
 */
export function nameErrors(app: App, errorsOf: (route: DescribedRoute) => readonly ErrorCode[]): void {
  app.addHook('onRoute', (route) => {
    route.config = { ...route.config, errors: [...(route.config?.errors ?? []), ...errorsOf(route)] }
  })
}

/** What the server itself may answer on a route. Pure. */
export function serverErrors({ method, url, schema, config }: DescribedRoute): ErrorCode[] {
  const codes: ErrorCode[] = ['headers_too_large', 'request_timeout', 'shutting_down', 'internal_error']
  if (method !== 'GET') codes.push('body_not_json', 'body_too_large', 'content_type_unsupported')
  if (method !== 'GET' || schema?.querystring !== undefined || url.includes('/:')) codes.push('request_invalid')
  if (config?.counted !== 'free') codes.push('rate_limited')
  if (url.startsWith('/api/')) codes.push('store_failed')
  return codes
}
