import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { type Clock, pause, type Timer } from '../kernel/clock.ts'
import { problem } from '../kernel/errors.ts'
import type { Tally } from '../platform/http/index.ts'
import { faultOf, type Log } from '../platform/log.ts'
import { type Admission, type AdmitSocketDeps, admitSocket } from './admit-socket.ts'
import type { InstanceWords, KeptEvent } from './domain/envelope.ts'
import { parseTypes } from './domain/wanted.ts'
import type { WordsOf } from './instance-words.ts'
import { createListener, type Listener } from './listener.ts'
import { refuseUpgrade } from './refuse-upgrade.ts'
import { findEventsAfter, type Websocket } from './store.ts'

export interface SocketsDeps extends AdmitSocketDeps {
  clock: Clock
  log: Log
  wordsOf: WordsOf
  tally(request: IncomingMessage): Tally
}

/** Everyone who listens on `/ws/:instance`. */
export interface Sockets {
  /** Answers the server's upgrades. */
  attach(server: Server): void
  /** Tells an event to those who listen to its instance. Call it after the commit, in commit order. */
  tell(event: KeptEvent): void
  /** Judges a plain request as if it were an upgrade. It was counted already. */
  admit(request: IncomingMessage): Promise<Admission>
  /** The new configuration counts for open sockets too; switched off, it closes them. */
  configure(websocket: Websocket): void
  /** Shows out whoever came with a token that ended, or to an instance that is gone: close code 1008. */
  revoke(instanceId: string): void
  /** Says goodbye with 1001. */
  stop(): Promise<void>
}

const MOST_PER_INSTANCE = 20
const MOST_RECEIVED = 65_536
const PING_MS = 20_000
const GOODBYE_MS = 1_000

export function createSockets(deps: SocketsDeps): Sockets {
  const { clock, log, tickets } = deps
  const eventsAfter = (instanceId: string, sequence: number, limit: number) =>
    findEventsAfter(deps.store.read, instanceId, sequence, limit)
  const server = new WebSocketServer({ noServer: true, maxPayload: MOST_RECEIVED, perMessageDeflate: false })
  const listeners = new Map<string, Set<Listener>>()
  /** Of each handshake under way: the instances whose token ended meanwhile. */
  const handshakes = new Set<Set<string>>()
  const tallies = new WeakMap<IncomingMessage, Tally>()
  let stopping = false
  let onEmptied = () => {}
  let pings: Timer | null = null

  server.on('headers', (headers, request) => {
    for (const [name, value] of Object.entries(tallies.get(request)?.headers() ?? {})) headers.push(`${name}: ${value}`)
  })
  server.on('wsClientError', (_error, socket, request) => {
    const failure = problem('request_invalid', 'this is no WebSocket handshake of version 13')
    refuseUpgrade(socket, failure, { ...tallies.get(request)?.headers(), 'Sec-WebSocket-Version': '13' })
  })

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const ended = new Set<string>()
    const tally = deps.tally(request)
    tallies.set(request, tally)
    handshakes.add(ended)
    try {
      if (stopping) throw problem('shutting_down')
      const admission = await admitSocket(deps, request, tally.countOn)
      const words = await deps.wordsOf(admission.instance.id)
      if (ended.has(admission.instance.id)) throw problem('token_invalid')
      if (!words) throw problem('instance_not_found')
      if ((listeners.get(admission.instance.id)?.size ?? 0) >= MOST_PER_INSTANCE) throw problem('too_many_sockets')
      server.handleUpgrade(request, socket, head, (opened) => enter(admission, words, opened))
    } catch (error) {
      const failure = tally.blame(error)
      refuseUpgrade(socket, failure, tally.headers())
    } finally {
      handshakes.delete(ended)
    }
  }

  function enter(admission: Admission, words: InstanceWords, socket: WebSocket): void {
    const { instance, websocket, since } = admission
    const room = of(instance.id)
    const about = { instanceId: instance.id, words, types: parseTypes(websocket.events), live: since === null }
    const listener = createListener({ clock, eventsAfter }, socket, about)
    room.add(listener)
    socket.on('close', () => {
      room.delete(listener)
      if (room.size === 0) listeners.delete(instance.id)
      if (listeners.size === 0) onEmptied()
    })
    pings ??= clock.after(PING_MS, pingAll)
    if (since === null) return
    listener.replay(since).catch((error: unknown) => {
      log.error({ instanceId: instance.id, ...faultOf(error) }, 'a replay failed')
      listener.close(1011, 'replay failed')
    })
  }

  function of(instanceId: string): Set<Listener> {
    const known = listeners.get(instanceId)
    if (known) return known
    const made = new Set<Listener>()
    listeners.set(instanceId, made)
    return made
  }

  function pingAll(): void {
    for (const room of listeners.values()) for (const listener of room) listener.ping()
    pings = listeners.size === 0 ? null : clock.after(PING_MS, pingAll)
  }

  function closeAll(room: Iterable<Listener>, code: number, reason: string): void {
    for (const listener of [...room]) listener.close(code, reason)
  }

  return {
    attach(http) {
      // Clients that offer HTTP/2 in passing (`Upgrade: h2c`, as Java's does with every request) mean plain HTTP. Node's
      // property is not in its types yet.
      Object.assign(http, { shouldUpgradeCallback: isForWebSocket })
      http.on('upgrade', (request, socket, head) => {
        socket.on('error', () => {})
        void upgrade(request, socket, head)
      })
    },
    tell(event) {
      for (const listener of listeners.get(event.instanceId) ?? []) listener.tell(event)
    },
    admit: (request) => admitSocket(deps, request, () => {}),
    configure(websocket) {
      const room = listeners.get(websocket.instance_id) ?? []
      if (websocket.enabled !== 1) closeAll(room, 1000, 'WebSocket is switched off')
      else for (const listener of room) listener.want(parseTypes(websocket.events))
    },
    revoke(instanceId) {
      for (const ended of handshakes) ended.add(instanceId)
      tickets.revoke(instanceId)
      closeAll(listeners.get(instanceId) ?? [], 1008, 'token revoked or instance deleted')
    },
    async stop() {
      stopping = true
      pings?.cancel()
      for (const room of listeners.values()) closeAll(room, 1001, 'server is shutting down')
      const emptied = new Promise<void>((resolve) => {
        if (listeners.size === 0) resolve()
        else onEmptied = resolve
      })
      await Promise.race([emptied, pause(clock, GOODBYE_MS)])
      for (const client of server.clients) client.terminate()
      server.close()
    },
  }
}

function isForWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.trim().toLowerCase() === 'websocket'
}
