import { setTimeout as pause } from 'node:timers/promises'

/** What a process took since it was started. */
export interface Spent {
  cpuMs: number
}

const LOOK_EVERY_MS = 500
const LOOKS = 20
/** A process whose memory changes by less than this between two looks has settled. */
const STEADY_BYTES = 256 * 1024

export function spent(): Spent {
  const { user, system } = process.cpuUsage()
  return { cpuMs: (user + system) / 1000 }
}

/** What stays resident of this process when its garbage is collected, in MiB. Needs `--expose-gc`. */
export async function settled(): Promise<{ rssMb: number }> {
  let before = Number.POSITIVE_INFINITY
  for (let look = 0; look < LOOKS; look += 1) {
    // The last resort also gives back what the heap holds in reserve.
    await globalThis.gc?.({ type: 'major', execution: 'async', flavor: 'last-resort' })
    await pause(LOOK_EVERY_MS)
    const now = process.memoryUsage.rss()
    if (Math.abs(now - before) < STEADY_BYTES) break
    before = now
  }
  return { rssMb: process.memoryUsage.rss() / 2 ** 20 }
}
