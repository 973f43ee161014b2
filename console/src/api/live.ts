import { useEffect, useEffectEvent, useState } from 'react'
import { queries } from './query-client.ts'
import { isGatewayAway, knock, onReach } from './reach.ts'

/** An event of an instance as `/ws/:instance` tells it; `data` is what its type says (docs/webhooks.md). */
export interface LiveEvent {
  id: string
  event: string
  timestamp: string
  data: Record<string, unknown>
}

export type LiveState = 'connecting' | 'open' | 'away'

interface Listener {
  onEvent(event: LiveEvent): void
  onState(state: LiveState): void
  /** Some events were missed for good: what was read before is to be read again. */
  onGap(): void
}

interface Line {
  listeners: Set<Listener>
  state: LiveState
  close(): void
}

const LONGEST_WAIT_MS = 15_000
const lines = new Map<string, Line>()

/** Hears an instance's events; one socket serves everybody who listens. It comes back by itself, and misses nothing. */
export function listenTo(instance: string, listener: Listener): () => void {
  const line = lines.get(instance) ?? openLine(instance)
  lines.set(instance, line)
  line.listeners.add(listener)
  listener.onState(line.state)
  return () => {
    line.listeners.delete(listener)
    if (line.listeners.size > 0) return
    line.close()
    lines.delete(instance)
  }
}

function openLine(instance: string): Line {
  const listeners = new Set<Listener>()
  let socket: WebSocket | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let last: string | null = null
  let failures = 0
  let isReplaying = false

  const line: Line = {
    listeners,
    state: 'connecting',
    close() {
      clearTimeout(timer)
      stopWatching()
      socket?.close()
      socket = null
    },
  }
  const say = (state: LiveState) => {
    line.state = state
    for (const listener of listeners) listener.onState(state)
  }

  function dial(): void {
    clearTimeout(timer)
    const since = last === null ? '' : `?since=${encodeURIComponent(last)}`
    const dialled = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/ws/${instance}${since}`)
    socket = dialled
    isReplaying = last !== null
    dialled.onopen = () => {
      failures = 0
      say('open')
    }
    dialled.onmessage = ({ data }) => {
      if (typeof data === 'string') hear(JSON.parse(data) as LiveEvent)
    }
    dialled.onclose = () => {
      if (socket !== dialled) return
      failures += 1
      say('away')
      // A place in the stream that is not kept any more is refused before the upgrade: go on from now.
      if (isReplaying && failures > 2 && !isGatewayAway()) giveUpPlace()
      void knock().then(askWhoWeAre)
      timer = setTimeout(dial, Math.min(LONGEST_WAIT_MS, 500 * 2 ** Math.min(failures, 6)) * (0.5 + Math.random() / 2))
    }
  }

  /** A gateway that is there and hangs up may have ended our session: whoever reads who is signed in, finds out. */
  function askWhoWeAre(): void {
    if (!isGatewayAway()) void queries.invalidateQueries({ queryKey: ['session'] })
  }

  function giveUpPlace(): void {
    last = null
    for (const listener of listeners) listener.onGap()
  }

  function hear(event: LiveEvent): void {
    if (event.event === 'replay.done') return
    last = event.id
    for (const listener of listeners) listener.onEvent(event)
  }

  // A gateway that is back is dialled at once.
  const stopWatching = onReach(() => {
    if (isGatewayAway() || line.state === 'open' || socket?.readyState === WebSocket.CONNECTING) return
    dial()
  })
  dial()
  return line
}

/** Hears an instance's events for as long as the component is shown. */
export function useLive(instance: string, onEvent: (event: LiveEvent) => void, onGap?: () => void): LiveState {
  const [state, setState] = useState<LiveState>('connecting')
  const hear = useEffectEvent(onEvent)
  const miss = useEffectEvent(() => onGap?.())
  useEffect(
    () => listenTo(instance, { onEvent: (event) => hear(event), onState: setState, onGap: () => miss() }),
    [instance],
  )
  return state
}
