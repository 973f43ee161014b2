/**
 * A signal that is aborted with the first of these. `letGo` has to be called when nobody listens any more: what
 * `AbortSignal.any` makes of a signal that lives as long as the process stays in memory as long (Node 24).
 */
export function joinSignals(...signals: readonly AbortSignal[]): { signal: AbortSignal; letGo(): void } {
  const joined = new AbortController()
  const abort = () => joined.abort()
  for (const signal of signals) {
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort)
  }
  return {
    signal: joined.signal,
    letGo() {
      for (const signal of signals) signal.removeEventListener('abort', abort)
    },
  }
}
