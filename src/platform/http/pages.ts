import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { App } from './app-type.ts'
import { pagePolicy } from './security-headers.ts'

const UNBUILT =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Formwire</title>' +
  '<p>Formwire is running. The console is not built: <code>npm run build:console</code>.</p>' +
  '<p><a href="/docs">API documentation</a></p></html>'

/** The console's pages at `/`, as they were built into `folder`; a note when they were not. */
export async function registerPages(app: App, folder: string, sandboxPageUrl: string | undefined): Promise<void> {
  await app.register(async (pages) => {
    // A console is thirty files: a few people behind one address must not be told to wait for the next.
    pages.addHook('onRoute', (route) => {
      route.config = { ...route.config, counted: 'free' }
    })
    pages.addHook('onSend', async (_request, reply) => {
      reply.header('content-security-policy', pagePolicy(sandboxPageUrl))
    })
    if (existsSync(join(folder, 'index.html'))) {
      await pages.register(fastifyStatic, {
        root: folder,
        wildcard: false,
        cacheControl: false,
        decorateReply: false,
        preCompressed: true,
        setHeaders: (reply, path) => void reply.header('cache-control', freshnessOf(relative(folder, path))),
      })
      return
    }
    pages.get('/', { schema: { hide: true } }, async (_request, reply) => {
      reply.type('text/html; charset=utf-8')
      return UNBUILT
    })
  })
}

/** What the build names by its content never changes; everything else is asked for again. Pure. */
function freshnessOf(file: string): string {
  return /^assets[\\/]/.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache'
}
