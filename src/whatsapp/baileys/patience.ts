/**
 * How long to wait for another machine, in milliseconds. A time scale speeds up our own waits, not the other side: at
 * least `shortestMs` it always gets. Pure.
 */
export function scaled(ms: number, timeScale: number, shortestMs: number): number {
  return timeScale === 1 ? ms : Math.max(ms / timeScale, Math.min(ms, shortestMs))
}
