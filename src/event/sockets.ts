import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { type Clock, pause, type Timer } from '../kernel/clock.ts'
import { FormwireError, problem } from '../kernel/errors.ts'
import type { Tally } from '../platform/http/index.ts'
import { faultOf, type Log } from '../platform/log.ts'
import { type Admission, type AdmitSocketDeps, admitSocket } from './admit-socket.ts'
import { attachUpgrades } from './attach-upgrades.ts'
import type { InstanceWords, KeptEvent } from './domain/envelope.ts'
import { parseTypes } from './domain/wanted.ts'
import { createHandshakes, insistOnVersion } from './handshakes.ts'
import type { WordsOf } from './instance-words.ts'
import { createListener, type Listener } from './listener.ts'
import { refuseUpgrade } from './refuse-upgrade.ts'
import type { Websocket } from './store.ts'
import { findChunk, findNewest } from './store-chunks.ts'

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
  /** How many are open. */
  count(): number
  /** Tells an event to those who listen to its instance. Call it after the commit, in commit order. */
  tell(event: KeptEvent): void
  /** Judges a plain request as if it were an upgrade. It was counted already. */
  admit(request: IncomingMessage): Promise<Admission>
  /** The new configuration counts for open sockets too; switched off, it closes them. */
  configure(websocket: Websocket): void
  /** Shows out whoever came with the token of an instance, or with its account's, which ended: close code 1008. */
  endToken(instanceId: string, ended?: Admission['holder']): void
  /** Shows out everyone who listens to an instance, which is gone: close code 1008. */
  endInstance(instanceId: string): void
  /** Says goodbye with 1001, and ends every connection. */
  stop(): Promise<void>
}

const MOST_PER_INSTANCE = 20
const MOST_RECEIVED = 65_536
const PING_MS = 20_000
const GOODBYE_MS = 1_000

export function createSockets(deps: SocketsDeps): Sockets {
  const { clock, log, tickets, store } = deps
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_RECEIVED,
    perMessageDeflate: false,
    autoPong: false,
    handleProtocols: () => false,
  })
  const listeners = new Map<string, Set<Listener>>()
  const handshakes = createHandshakes()
  const tallies = new WeakMap<IncomingMessage, Tally>()
  let connections: ReadonlySet<Duplex> = new Set()
  let stopping = false
  let onEmptied = () => {}
  let pings: Timer | null = null

  server.on('headers', (headers, request) => {
    for (const [name, value] of Object.entries(tallies.get(request)?.headers() ?? {})) headers.push(`${name}: ${value}`)
  })
  server.on('wsClientError', (_error, socket, request) => {
    refuseUpgrade(clock, socket, problem('request_invalid', 'this is no WebSocket handshake'), {
      ...tallies.get(request)?.headers(),
    })
  })

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const handshake = handshakes.open()
    const tally = deps.tally(request)
    tallies.set(request, tally)
    try {
      if (stopping) throw problem('shutting_down')
      const admission = await admitSocket(deps, request, tally.countOn)
      const words = await handshake.settle(admission, () => deps.wordsOf(admission.instance.id))
      if (stopping) throw problem('shutting_down')
      if ((listeners.get(admission.instance.id)?.size ?? 0) >= MOST_PER_INSTANCE) throw problem('too_many_sockets')
      insistOnVersion(request)
      const websocket = handshake.newest(admission)
      server.handleUpgrade(request, socket, head, (opened) => enter({ ...admission, websocket }, words, opened))
    } catch (error) {
      if (!(error instanceof FormwireError)) log.error({ fault: faultOf(error) }, 'an upgrade failed')
      refuseUpgrade(clock, socket, tally.blame(error), tally.headers())
    } finally {
      handshake.close()
    }
  }

  function enter(
    { instance, holder, session, websocket, since }: Admission,
    words: InstanceWords,
    socket: WebSocket,
  ): void {
    const instanceId = instance.id
    const room = of(instanceId)
    const listener = createListener(
      {
        clock,
        readChunk: (asked) => findChunk(store.read, asked),
        newestOf: () => findNewest(store.read, instanceId),
        onFailure(error) {
          if (!stopping) log.error({ instanceId, fault: faultOf(error) }, 'a replay failed')
        },
      },
      socket,
      { instanceId, holder, words, types: websocket && parseTypes(websocket.events), live: since === null },
    )
    room.add(listener)
    const ending = session && deps.sessions.watch(session, () => listener.close(1008, 'session ended'))
    socket.on('close', () => {
      ending?.cancel()
      room.delete(listener)
      if (room.size === 0) listeners.delete(instanceId)
      if (listeners.size === 0) onEmptied()
    })
    pings ??= clock.after(PING_MS, pingAll)
    if (since !== null) void listener.replay(since)
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

  /** Those who stay may be told the token, which is another one now. */
  async function refresh(instanceId: string): Promise<void> {
    const words = await deps.wordsOf(instanceId)
    if (words) for (const listener of listeners.get(instanceId) ?? []) listener.speak(words)
  }

  return {
    attach(http) {
      connections = attachUpgrades(http, (request, socket, head) => void upgrade(request, socket, head))
    },
    count: () => [...listeners.values()].reduce((sum, room) => sum + room.size, 0),
    tell(event) {
      for (const listener of listeners.get(event.instanceId) ?? []) listener.tell(event)
    },
    admit: (request) => admitSocket(deps, request, () => {}),
    configure(websocket) {
      handshakes.configured(websocket)
      const room = [...(listeners.get(websocket.instance_id) ?? [])].filter(({ hearsAll }) => !hearsAll)
      if (websocket.enabled !== 1) closeAll(room, 1000, 'WebSocket is switched off')
      else for (const listener of room) listener.want(parseTypes(websocket.events))
    },
    endToken(instanceId, ended = 'instance') {
      handshakes.tokenEnded(instanceId, ended)
      tickets.revoke(instanceId, ended)
      const room = [...(listeners.get(instanceId) ?? [])].filter(({ holder }) => holder === ended)
      closeAll(room, 1008, 'token revoked')
      if (ended === 'account') return
      refresh(instanceId).catch((error: unknown) => log.error({ fault: faultOf(error) }, 'a token could not be read'))
    },
    endInstance(instanceId) {
      handshakes.deleted(instanceId)
      tickets.revoke(instanceId)
      closeAll(listeners.get(instanceId) ?? [], 1008, 'instance deleted')
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
      server.close()
      // Those that were refused, or not judged yet, too: an HTTP server waits for each of them.
      for (const connection of connections) connection.destroy()
    },
  }
}
