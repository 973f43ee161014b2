/** Lets things happen later, always in the order in which they were put in. */
export interface Departures {
  /** Acts now when nothing waits and there is no delay; otherwise after what waits, at the earliest in `delayMs`. */
  put(act: () => void, delayMs: number): void
  clear(): void
}

/** One timer for the whole queue: two timers that end in the same millisecond may fire in either order. */
export function createDepartures(): Departures {
  const waiting: { at: number; act: () => void }[] = []
  let timer: NodeJS.Timeout | undefined

  const depart = (): void => {
    timer = undefined
    while (waiting[0] && waiting[0].at <= Date.now()) waiting.shift()?.act()
    const [next] = waiting
    if (next) timer ??= setTimeout(depart, next.at - Date.now())
  }

  return {
    put(act, delayMs) {
      if (waiting.length === 0 && delayMs <= 0) return act()
      waiting.push({ at: Math.max(waiting.at(-1)?.at ?? 0, Date.now() + delayMs), act })
      timer ??= setTimeout(depart, delayMs)
    },
    clear() {
      clearTimeout(timer)
      waiting.length = 0
    },
  }
}
