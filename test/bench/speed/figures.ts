import { monitorEventLoopDelay } from 'node:perf_hooks'

/** What a process took since it was asked last. */
export interface Figures {
  cpuMs: number
  /** The most that was resident, in MiB. */
  rssMb: number
  /** Of the event loop's delays, in milliseconds. */
  loopP99: number
}

const RESOLUTION_MS = 5
const LOOK_EVERY_MS = 50
/** A process that took less CPU than this between two looks does nothing any more. */
const IDLE_MS = 5
const LONGEST_WAIT_MS = 5_000

/**
 * Watches this process. `take` waits until it is quiet, so that what a piece of work leaves behind (receipts, rows) is
 * counted with it; work that never ends is waited for 5 s.
 */
export function watchProcess(): { take(): Promise<Figures> } {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  delay.enable()
  let before = process.cpuUsage()
  let rss = process.memoryUsage.rss()
  setInterval(() => {
    rss = Math.max(rss, process.memoryUsage.rss())
  }, LOOK_EVERY_MS).unref()

  return {
    async take() {
      const loopP99 = Math.max(0, delay.percentile(99) / 1e6 - RESOLUTION_MS)
      await quiet()
      const { user, system } = process.cpuUsage(before)
      const figures = { cpuMs: (user + system) / 1000, rssMb: rss / 2 ** 20, loopP99 }
      before = process.cpuUsage()
      rss = process.memoryUsage.rss()
      delay.reset()
      return figures
    },
  }
}

async function quiet(): Promise<void> {
  const deadline = performance.now() + LONGEST_WAIT_MS
  let looks = 0
  while (looks < 2 && performance.now() < deadline) {
    const before = process.cpuUsage()
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    const { user, system } = process.cpuUsage(before)
    looks = (user + system) / 1000 < IDLE_MS ? looks + 1 : 0
  }
}
