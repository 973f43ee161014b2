/*
 * Receives what Formwire delivers: `WEBHOOK_SECRET=whsec_… node examples/receiver.ts`, Node 22.19 or newer.
 *
 *   WEBHOOK_SECRET  shown once, when the webhook is made; two with a space between while you change it
 *   PORT            8090 unless given; 0: a free one
 *   STORE_FILE      receiver.db unless given: which events came, so that none counts twice, also after a restart
 *
 * It takes an event in three steps, and answers after the second: is it from our gateway, is it new and on our disk, and
 * only then the work. Work that fails is therefore ours to repeat, and a slow one makes no delivery late.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { DatabaseSync } from 'node:sqlite'
import { Webhook } from 'standardwebhooks'

interface Envelope {
  id: string
  event: string
  timestamp: string
  data: Record<string, unknown>
}

/** An event of Formwire is far smaller. */
const MOST_BYTES = 8 * 1024 * 1024
const KEPT_MS = 60 * 24 * 60 * 60 * 1000
const STOP_LIMIT_MS = 4_000

const secrets = (process.env['WEBHOOK_SECRET'] ?? '').split(/\s+/).filter((secret) => secret !== '')
if (secrets.length === 0) {
  process.stderr.write('WEBHOOK_SECRET is missing: it is shown when the webhook is made, and begins with whsec_.\n')
  process.exit(1)
}
const webhooks = secrets.map((secret) => new Webhook(secret))

const store = new DatabaseSync(process.env['STORE_FILE'] ?? 'receiver.db')
store.exec('pragma journal_mode = wal; pragma synchronous = full')
store.exec(`create table if not exists event (
  id text primary key, body text not null, received_at integer not null, state text not null default 'new') strict`)
// Formwire replays what it keeps, 30 days unless it is told otherwise: what is older comes no second time.
store.prepare(`delete from event where state <> 'new' and received_at < ?`).run(Date.now() - KEPT_MS)
const insert = store.prepare('insert into event (id, body, received_at) values (?, ?, ?) on conflict do nothing')
const nextEvent = store.prepare(`select id, body from event where state = 'new' order by rowid limit 1`)
// Answers stand in Formwire's store: a second copy would have to be erased too when a person asks for it.
const finish = store.prepare(`update event set state = 'done', body = '' where id = ?`)
const giveUp = store.prepare(`update event set state = 'failed' where id = ?`)

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') return reply(response, 405, 'only POST')
  const body = await readBody(request)
  if (body === null) return reply(response, 413, 'too large')
  const id = String(request.headers['webhook-id'] ?? '')
  // Formwire tries again what gets no 2xx, in case the secret here is the one that is wrong. It will not be forgotten.
  if (!isSigned(body, request)) return reply(response, 401, 'the signature is not right')
  const { changes } = insert.run(id, body, Date.now())
  reply(response, 200, changes === 0 ? 'known' : 'kept')
  workOff()
}

/** The bytes as they came: a body that was parsed and written again has another signature. Null when it is too large. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= MOST_BYTES) chunks.push(chunk)
  }
  return size <= MOST_BYTES ? Buffer.concat(chunks).toString('utf8') : null
}

/** Compares in constant time, and refuses what is signed for another time than now: five minutes are allowed. */
function isSigned(body: string, { headers }: IncomingMessage): boolean {
  const named = Object.fromEntries(
    ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [name, String(headers[name] ?? '')]),
  )
  return webhooks.some((webhook) => {
    try {
      webhook.verify(body, named)
      return true
    } catch {
      return false
    }
  })
}

function reply(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(`${text}\n`)
}

let isWorking = false
let isStopping = false
let working = Promise.resolve()

function workOff(): void {
  if (!isWorking) working = goThrough()
}

/** One event after the other, those first that a restart left undone. */
async function goThrough(): Promise<void> {
  isWorking = true
  for (let row = nextEvent.get(); row !== undefined && !isStopping; row = nextEvent.get()) {
    const id = String(row['id'])
    try {
      await work(JSON.parse(String(row['body'])) as Envelope)
      finish.run(id)
    } catch {
      giveUp.run(id)
      process.stderr.write(`${id} could not be worked off: set its state to 'new' and start again\n`)
    }
  }
  isWorking = false
}

/**
 * Your own work goes here. It may run twice for one event when this process dies in the middle: do it in a way that
 * does no harm then, or give `envelope.id` along to whatever you call.
 */
async function work(envelope: Envelope): Promise<void> {
  if (envelope.event !== 'form.answered') return
  const { form, answer } = envelope.data as { form: { messageId: string }; answer: { answers: unknown } }
  process.stdout.write(`${JSON.stringify({ form: form.messageId, answers: answer.answers })}\n`)
}

const server = createServer((request, response) => {
  receive(request, response).catch(() => {
    // Not kept, for example because the disk is full: the gateway shall try again.
    if (!response.headersSent) reply(response, 503, 'try again')
  })
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)

/** What was begun is answered, what was kept is worked off at the next start at the latest. */
function stop(): void {
  isStopping = true
  setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref()
  server.close(async () => {
    await working
    store.close()
  })
}

server.listen(Number(process.env['PORT'] ?? 8090), '127.0.0.1', () => {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : ''
  process.stderr.write(`Receiving at http://127.0.0.1:${port}/\n`)
  workOff()
})
