import { type Clock, pause } from '../kernel/clock.ts'
import { FormwireError, problem } from '../kernel/errors.ts'
import type { Store } from '../platform/db/store.ts'
import type { DisownReason, Engine, Line, LineNews, LineState } from '../whatsapp/port.ts'
import { restsUntilAsked } from './domain/rests.ts'
import type { Announce } from './event-setup.ts'
import { type ProxySealer, revealProxy } from './instance-proxy.ts'
import { keepLineNews, type StateNews } from './keep-line-news.ts'
import { createOnlineKeeper, type OnlineKeeper } from './keep-online.ts'
import { createPacedStart } from './paced-start.ts'
import { recoverStates } from './recover-states.ts'
import { findInstance, findUnparked, type Instance } from './store.ts'

/** A disk may be full for a while. */
const KEEP_AGAIN_MS = 1_000

type News<Type extends LineNews['type']> = Extract<LineNews, { type: Type }>

/**
 * Who hears what lines tell of messages. Awaited, so that news stay in order; acks, receipts and messages only until
 * they have asked for their place among the store's writes, which is before they return.
 */
export interface LineHandlers {
  onAck(instance: Instance, news: News<'ack'>): Promise<void>
  onReceipt(instance: Instance, news: News<'receipt'>): Promise<void>
  onMessage(instance: Instance, news: News<'message'>): Promise<void>
  onCall(instance: Instance, news: News<'call'>): Promise<void>
  /** The line is open, and that is kept. */
  onOpen(instanceId: string): void
}

export interface LinesDeps {
  engine: Engine
  store: Store
  clock: Clock
  announce: Announce
  handlers: LineHandlers
  sealer: ProxySealer
  /** Told at once of every state of a line, also of one that nobody listens to any more. */
  onState?: ((instanceId: string, state: LineState) => void) | undefined
}

/** One line to WhatsApp for each instance that was there at the start, or asked for one since. */
export interface Lines {
  /** The instance's line while it is open. @throws instance_not_connected */
  connected(instanceId: string): Line
  /** The instance's line, open or not; null when it has none. */
  find(instanceId: string): Line | null
  /** The instance's line, made when there is none. Nothing is dialled. */
  of(instanceId: string): Line
  /** Calls `look` after every news of state, once it is kept. Returns what ends that. */
  watch(instanceId: string, look: () => void): () => void
  /** Whether the state that the instance's line is in now was kept: it is ahead of that. Nothing more is kept of one that was taken away. */
  isKept(instanceId: string): boolean
  /** Takes a line away: of its news only messages are heard any more. Null when there was none. */
  release(instanceId: string): Line | null
  /** Who is shown as online. */
  readonly online: OnlineKeeper
  /** Corrects the states that an earlier process left behind: before anybody can ask for a line. */
  recover(): Promise<void>
  /** Begins to connect every instance that is linked and does not rest, a few at a time (paced-start.ts). */
  start(): Promise<void>
  /** Closes every line; the instances stay linked. */
  stop(): Promise<void>
}

interface HeardLine {
  line: Line
  isHeard: boolean
  kept: LineState | null
}

export function createLines(deps: LinesDeps): Lines {
  const { engine, store, handlers } = deps
  const heard = new Map<string, HeardLine>()
  const watchers = new Map<string, Set<() => void>>()
  const pacedStart = createPacedStart(deps.clock)
  /** What an earlier process left, from `recover` to `start`. */
  const left: { instance: Pick<Instance, 'id' | 'state' | 'stateReason'>; isLinked: boolean }[] = []
  const find = (instanceId: string) => heard.get(instanceId)?.line ?? null
  const online = createOnlineKeeper({ store, clock: deps.clock, lineOf: find })

  async function hear(instanceId: string, entry: HeardLine, news: LineNews, next: () => void): Promise<void> {
    switch (news.type) {
      case 'state':
      case 'code':
      case 'linked': {
        if (news.type === 'state' && news.state.type !== 'connecting') pacedStart.arrived(instanceId)
        const refused = await keepSurely(instanceId, entry, news)
        if (refused !== null) entry.line.disown(refused)
        if (news.type === 'state') entry.kept = news.state
        for (const look of [...(watchers.get(instanceId) ?? [])]) look()
        if (news.type !== 'state' || refused !== null) return
        void online.refresh(instanceId)
        if (news.state.type === 'open') handlers.onOpen(instanceId)
        return
      }
      case 'ack':
        return withInstance(instanceId, (instance) => handlers.onAck(instance, news), next)
      case 'receipt':
        return withInstance(instanceId, (instance) => handlers.onReceipt(instance, news), next)
      case 'message':
        return withInstance(instanceId, (instance) => handlers.onMessage(instance, news), next)
      case 'call':
        return withInstance(instanceId, (instance) => handlers.onCall(instance, news))
    }
  }

  /** Nobody tells a state twice: while the store fails, it is tried again, as long as anybody listens to the line. */
  async function keepSurely(instanceId: string, entry: HeardLine, news: StateNews): Promise<DisownReason | null> {
    for (;;) {
      try {
        return await keepLineNews(deps, instanceId, news)
      } catch (error) {
        const isPassing = error instanceof FormwireError && error.code === 'store_failed'
        if (!isPassing || !entry.isHeard) throw error
        await pause(deps.clock, KEEP_AGAIN_MS)
      }
    }
  }

  async function withInstance(
    instanceId: string,
    tell: (instance: Instance) => Promise<void>,
    next?: () => void,
  ): Promise<void> {
    const instance = await findInstance(store.read, instanceId)
    const told = instance && tell(instance)
    next?.()
    await told
  }

  function of(instanceId: string): Line {
    const known = heard.get(instanceId)
    if (known) return known.line
    const entry: HeardLine = {
      isHeard: true,
      kept: null,
      line: engine.line(instanceId, {
        hear: async (news, next) => {
          if (news.type === 'state') deps.onState?.(instanceId, news.state)
          // WhatsApp has the receipt of a message already: it is kept although its line is on the way out.
          if (entry.isHeard || news.type === 'message') await hear(instanceId, entry, news, next)
        },
        wantsHistory: async () => (await findInstance(store.read, instanceId))?.settings.disableHistorySync === false,
        mayDial: async () => (await findInstance(store.read, instanceId))?.parkedAt === null,
        proxy: async () => {
          const instance = await findInstance(store.read, instanceId)
          if (!instance) throw problem('instance_not_found')
          return revealProxy(deps.sealer, instance)
        },
      }),
    }
    heard.set(instanceId, entry)
    return entry.line
  }

  function release(instanceId: string): Line | null {
    const entry = heard.get(instanceId)
    if (!entry) return null
    entry.isHeard = false
    heard.delete(instanceId)
    pacedStart.leave(instanceId)
    return entry.line
  }

  return {
    of,
    release,
    isKept(instanceId) {
      const entry = heard.get(instanceId)
      return entry === undefined || entry.kept === entry.line.state
    },
    find,
    online,
    connected(instanceId) {
      const line = heard.get(instanceId)?.line
      if (line?.state.type !== 'open') throw problem('instance_not_connected')
      return line
    },
    watch(instanceId, look) {
      const others = watchers.get(instanceId) ?? new Set()
      watchers.set(instanceId, others.add(look))
      return () => {
        others.delete(look)
        if (others.size === 0 && watchers.get(instanceId) === others) watchers.delete(instanceId)
      }
    },
    async recover() {
      for (const instance of await findUnparked(store.read)) {
        left.push({ instance, isLinked: await engine.isLinked(instance.id) })
      }
      await recoverStates(deps, new Set(left.flatMap(({ instance, isLinked }) => (isLinked ? [instance.id] : []))))
    },
    async start() {
      for (const { instance, isLinked } of left.splice(0)) {
        const line = of(instance.id)
        if (isLinked && !restsUntilAsked(instance)) pacedStart.add(instance.id, line)
        // What was received before it was logged out, or came to rest. A failure is made good by the next dial.
        else await line.tellLeft?.().catch(() => {})
      }
    },
    async stop() {
      pacedStart.stop()
      online.stop()
      const lines = [...heard.keys()].map(release)
      await Promise.allSettled(lines.map((line) => line?.close()))
    },
  }
}
