import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import type { Chance } from '../hostile/chance.ts'

/** One attempt of a delivery, in the order in which they arrived. */
export interface Arrival {
  /** `webhook-id`. */
  id: string
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails where it is not
  event: any
  /** What stands in an answer, and in no other; null when it tells of none. */
  mark: string | null
  /** Whether it was answered by 204, as far as we could tell it. */
  isAccepted: boolean
}

/** A customer's server with moods: it answers 500, hangs up, is slow, and is away for a while. */
export interface MoodyReceiver {
  url: string
  arrivals: Arrival[]
  /** Of the answers that it has accepted as messages. */
  marks: Set<string>
  counts: { errors: number; hangUps: number; slow: number; awayAnswers: number; forged: number }
  /** Signatures are checked from now on. */
  expectSignature(secret: string): void
  /** Every connection is dropped until it is back. */
  goAway(): void
  comeBack(): void
  /** From now on it is always there and takes everything. */
  calmDown(): void
  close(): Promise<void>
}

const SLOWEST_MS = 1_500

/** Of a thousand attempts so many meet each mood. */
const MOODS = { errors: 4, hangUps: 4, slow: 10 }

export async function startMoodyReceiver(chance: Chance): Promise<MoodyReceiver> {
  let webhook: Webhook | null = null
  let isAway = false
  let isCalm = false
  const arrivals: Arrival[] = []
  const marks = new Set<string>()
  const counts = { errors: 0, hangUps: 0, slow: 0, awayAnswers: 0, forged: 0 }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('error', () => {})
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => take(Buffer.concat(chunks).toString(), request.headers, response))
  })
  server.on('connection', (socket) => {
    if (!isAway) return
    counts.awayAnswers += 1
    socket.destroy()
  })

  function take(raw: string, headers: IncomingHttpHeaders, response: ServerResponse): void {
    if (!isSigned(raw, headers)) counts.forged += 1
    const event = JSON.parse(raw)
    const mark = markIn(event.data.answer?.raw ?? event.data.message?.interactive?.response_json ?? '')
    const arrival: Arrival = { id: String(headers['webhook-id']), event, mark, isAccepted: false }
    arrivals.push(arrival)
    response.on('finish', () => {
      arrival.isAccepted = response.statusCode === 204
      if (arrival.isAccepted && mark !== null && event.event === 'message.exchange') marks.add(mark)
    })
    const mood = isCalm ? 1_000 : chance.whole(0, 999)
    if (mood < MOODS.errors) {
      counts.errors += 1
      response.writeHead(500).end()
    } else if (mood < MOODS.errors + MOODS.hangUps) {
      counts.hangUps += 1
      response.destroy()
    } else if (mood < MOODS.errors + MOODS.hangUps + MOODS.slow) {
      counts.slow += 1
      setTimeout(() => response.writeHead(204).end(), chance.whole(0, SLOWEST_MS))
    } else response.writeHead(204).end()
  }

  function isSigned(raw: string, headers: IncomingHttpHeaders): boolean {
    try {
      webhook?.verify(raw, headers as Record<string, string>)
      return webhook !== null
    } catch {
      return false
    }
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    arrivals,
    marks,
    counts,
    expectSignature(secret) {
      webhook = new Webhook(secret)
    },
    goAway() {
      isAway = !isCalm
      if (isAway) server.closeAllConnections()
    },
    comeBack() {
      isAway = false
    },
    calmDown() {
      isCalm = true
      isAway = false
    },
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** The mark in what a phone submitted. */
export function markIn(raw: string): string | null {
  return /Answer \d+ \d+ end/.exec(raw)?.[0] ?? null
}
