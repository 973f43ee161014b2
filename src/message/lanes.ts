/** Lets so many pieces of work with one name run at a time; the others wait in their order. */
export interface Lanes {
  enter<Result>(name: string, work: () => Promise<Result>): Promise<Result>
}

export function createLanes(atOnce: number): Lanes {
  const lanes = new Map<string, { running: number; waiting: Set<() => void> }>()

  async function arrive(name: string): Promise<void> {
    const lane = lanes.get(name) ?? { running: 0, waiting: new Set() }
    lanes.set(name, lane)
    if (lane.running >= atOnce) await new Promise<void>((resolve) => lane.waiting.add(resolve))
    else lane.running += 1
  }

  /** The place goes to the next in line, so that nobody slips in between. */
  function leave(name: string): void {
    const lane = lanes.get(name)
    if (!lane) return
    const [next] = lane.waiting
    if (next === undefined) {
      lane.running -= 1
      if (lane.running === 0) lanes.delete(name)
      return
    }
    lane.waiting.delete(next)
    next()
  }

  return {
    async enter(name, work) {
      await arrive(name)
      try {
        return await work()
      } finally {
        leave(name)
      }
    },
  }
}
