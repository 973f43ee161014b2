import { useSyncExternalStore } from 'react'
import { watchReturning } from './returning.ts'

/**
 * Whether the gateway answers. Whoever fails to reach it says so; from then on it is asked by `/health` until it does,
 * and everybody who listens is told.
 */
const EVERY_MS = 2_000

const listeners = new Set<() => void>()
const returnListeners = new Set<() => void>()
let isAway = false
let timer: ReturnType<typeof setTimeout> | undefined

function tell(away: boolean): void {
  if (away === isAway) return
  isAway = away
  for (const listener of listeners) listener()
}

export function noteReached(): void {
  clearTimeout(timer)
  timer = undefined
  tell(false)
}

export function noteAway(): void {
  tell(true)
  timer ??= setTimeout(knock, EVERY_MS)
}

/** Asks now: somebody noticed that a socket closed, or that the network is back. */
export async function knock(): Promise<void> {
  clearTimeout(timer)
  timer = undefined
  try {
    const reply = await fetch('/health', { cache: 'no-store' })
    // Until its body is read, a request is under way for the browser. Nobody waits for that: it may never come.
    void reply.arrayBuffer().catch(() => {})
    if (reply.ok) noteReached()
    else noteAway()
  } catch {
    noteAway()
  }
}

export function onReach(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Told when connections that look open may be dead: the network is back, or the page is, after a while hidden. */
export function onReturn(listener: () => void): () => void {
  returnListeners.add(listener)
  return () => void returnListeners.delete(listener)
}

export const isGatewayAway = (): boolean => isAway

/** Whether the gateway is away, for a component to show. */
export function useIsAway(): boolean {
  return useSyncExternalStore(onReach, isGatewayAway)
}

watchReturning(
  { window: globalThis, document, now: () => Date.now() },
  {
    onAway: noteAway,
    onReturn() {
      void knock()
      for (const listener of returnListeners) listener()
    },
  },
)
