import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * The receivers of the bench, in a process of their own. What a path begins with says how it answers: `/500` with 500,
 * `/hang` never, all others with 200, and those only as many calls as `let` allows.
 */
interface Seen {
  count: number
  first: number | null
  /** The last number of each chat. */
  last: Map<number, number>
  /** Calls that came before an earlier one of their chat, or again. */
  outOfOrder: number
  allowed: number
  held: ServerResponse[]
  turn: { startedAt: number; left: number; id: number } | null
}

const seen = new Map<string, Seen>()

function lookUp(path: string): Seen {
  const known = seen.get(path)
  if (known) return known
  const fresh = { count: 0, first: null, last: new Map(), outOfOrder: 0, allowed: 0, held: [], turn: null }
  seen.set(path, fresh)
  return fresh
}

function note(path: Seen, body: string): void {
  path.count += 1
  const [, chat, number] = /"id":"c(\d+)n(\d+)"/.exec(body) ?? []
  if (number === undefined) return
  path.first ??= Number(number)
  const last = path.last.get(Number(chat)) ?? -1
  if (Number(number) <= last) path.outOfOrder += 1
  path.last.set(Number(chat), Math.max(last, Number(number)))
}

function answer(path: Seen): void {
  while (path.allowed > 0) {
    const response = path.held.shift()
    if (!response) return
    path.allowed -= 1
    response.end()
    if (path.turn === null) continue
    path.turn.left -= 1
    if (path.turn.left > 0) continue
    process.send?.({ id: path.turn.id, ms: performance.now() - path.turn.startedAt })
    path.turn = null
  }
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const name = request.url ?? ''
    const path = lookUp(name)
    note(path, Buffer.concat(chunks).toString())
    if (name.startsWith('/500')) response.writeHead(500).end()
    if (name.startsWith('/500') || name.startsWith('/hang')) return
    path.held.push(response)
    answer(path)
  })
})

process.on('message', (asked: { id: number; path: string; allow?: number }) => {
  const path = lookUp(asked.path)
  if (asked.allow === undefined) {
    const { count, first, outOfOrder } = path
    process.send?.({ id: asked.id, count, first, outOfOrder })
    return
  }
  path.allowed += asked.allow
  path.turn = { startedAt: performance.now(), left: asked.allow, id: asked.id }
  answer(path)
})

server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => process.send?.({ id: 0, port: (server.address() as AddressInfo).port }))
process.on('disconnect', () => process.exit())
