import type { RequestListener } from 'node:http'
import type { Socket } from 'node:net'
import { type Page, PageUnreadable } from './fetch-page.ts'
import { receiver } from './rig.suite.ts'

export const HTML = { 'content-type': 'text/html; charset=utf-8' }

/** The reason why a fetch gave no page. */
export async function refusal(fetching: Promise<Page>): Promise<string> {
  const error: unknown = await fetching.then(
    () => new Error('a page came'),
    (cause: unknown) => cause,
  )
  if (!(error instanceof PageUnreadable)) throw error
  return error.reason
}

/** A server that answers each path with the headers and status given for it, and knows what it was asked. */
export async function site(paths: Record<string, RequestListener>, host = '127.0.0.1') {
  const asked: string[] = []
  const { port, server } = await receiver((request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    const answer = paths[path]
    if (answer) answer(request, response)
    else response.writeHead(404, HTML).end('<title>Not found</title>')
  }, host)
  return { at: (path: string) => `http://${host}:${port}${path}`, port, asked, server }
}

export const page =
  (html: string): RequestListener =>
  (_request, response) => {
    response.writeHead(200, HTML).end(html)
  }

export const redirect =
  (location: string, status = 302): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { location, 'set-cookie': 'id=1' }).end('moved')
  }

/** Waits until a connection has ended, however it ended. */
export function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.closed) resolve()
    else socket.once('close', () => resolve())
  })
}
