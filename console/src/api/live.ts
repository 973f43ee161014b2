import { useEffect, useEffectEvent, useState } from 'react'
import { type Line, type LineDeps, type Listener, type LiveEvent, type LiveState, openLine } from './line.ts'
import { queries } from './query-client.ts'
import { isGatewayAway, knock, onReach, onReturn } from './reach.ts'

export type { LiveEvent, LiveState } from './line.ts'

const lines = new Map<string, Line>()

/**
 * Hears an instance's events; one socket serves everybody who listens. It comes back by itself, and misses nothing that
 * it does not tell of with `onGap`.
 */
export function listenTo(instance: string, listener: Listener): () => void {
  const line = lines.get(instance) ?? openLine(depsOf(instance))
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

function depsOf(instance: string): LineDeps {
  return {
    connect(since) {
      const query = since === null ? '' : `?since=${encodeURIComponent(since)}`
      return new WebSocket(`${location.origin.replace(/^http/, 'ws')}/ws/${instance}${query}`)
    },
    after(ms, call) {
      const timer = setTimeout(call, ms)
      return () => clearTimeout(timer)
    },
    random: Math.random,
    reach: { isAway: isGatewayAway, knock, onReach, onReturn },
    // Whoever reads who is signed in, finds out.
    onHungUp: () => void queries.invalidateQueries({ queryKey: ['session'] }),
  }
}

/**
 * Hears an instance's events for as long as the component is shown. `onGap` (see Listener) is called once when the line
 * opens, and whenever something may have been missed.
 */
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
