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

/** A sandboxed frame has no origin, and its modules are asked for with CORS. These files are public. */
const HEADERS = {
  'access-control-allow-origin': '*',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
} as const

const POLICY = "default-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors"

/** Consoles of this machine, whatever their port. */
const LOOPBACK = ['127.0.0.1', 'localhost'].flatMap((name) => [`http://${name}:*`, `https://${name}:*`]).join(' ')

/** A plain path below the folder: no empty, hidden or upward part. */
const PLAIN = /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/

/**
 * Serves the files of the phone page under `/`; read anew each time, so that an edit shows at once. Under its key the
 * page may be framed by pages of this machine.
 */
export function servePage(app: FastifyInstance, pageKey: string): void {
  app.get('/', async (_request, reply) => send(reply, 'index.html'))
  for (const address of [`/page/${pageKey}`, `/page/${pageKey}/`]) {
    app.get(address, async (_request, reply) => send(reply, 'index.html', LOOPBACK))
  }
  app.get<{ Params: { '*': string } }>('/*', async (request, reply) => send(reply, request.params['*']))
}

async function send(reply: FastifyReply, path: string, framedBy = "'none'"): Promise<FastifyReply> {
  const type = TYPES[extname(path)]
  const file = type && PLAIN.test(path) ? await readFile(join(FOLDER, path)).catch(() => null) : null
  if (!file || !type) {
    reply.callNotFound()
    return reply
  }
  return reply
    .headers({ ...HEADERS, 'content-security-policy': `${POLICY} ${framedBy}` })
    .type(type)
    .send(file)
}
