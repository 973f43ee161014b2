/** Told after the commit, once, what became of deliveries: by whoever counts. */
export interface DeliveryCounts {
  /**
   * An attempt was made. `failed`: it will be tried again; `dead`: it will not. Milliseconds, until the status and since
   * the delivery was made; null for one that was replayed.
   */
  attempted(outcome: 'delivered' | 'failed' | 'dead', tookMs: number, ageMs: number | null): void
  /** So many were cancelled. */
  cancelled(count: number): void
}
