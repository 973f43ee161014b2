import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { FastifyInstance, FastifyReply } from 'fastify'

const FOLDER = join(import.meta.dirname, 'app')

/** Only these leave the folder: the page, not what checks it. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

const HEADERS = {
  'content-security-policy': "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
} as const

/** A plain path below the folder: no empty, hidden or upward part. */
const PLAIN = /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/

/** Serves the files of the phone page under `/`; read anew each time, so that an edit shows at once. */
export function servePage(app: FastifyInstance): void {
  app.get('/', async (_request, reply) => send(reply, 'index.html'))
  app.get<{ Params: { '*': string } }>('/*', async (request, reply) => send(reply, request.params['*']))
}

async function send(reply: FastifyReply, path: string): Promise<FastifyReply> {
  const type = TYPES[extname(path)]
  const file = type && PLAIN.test(path) ? await readFile(join(FOLDER, path)).catch(() => null) : null
  if (!file || !type) {
    reply.callNotFound()
    return reply
  }
  return reply.headers(HEADERS).type(type).send(file)
}
