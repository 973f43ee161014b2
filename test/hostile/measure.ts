import { readFileSync } from 'node:fs'
import { createHistogram } from 'node:perf_hooks'

/**
 * Loaded into the gateway's process before the gateway: measures it from `begin` to `end`, both asked by the test that
 * has forked it. Needs `--expose-gc`.
 */
export interface Measured {
  /** Time between two turns of a timer of 5 ms, without the time for which the machine's other work had the processor. */
  delayP99Ms: number
  delayMaxMs: number
  /** The most that the thread itself worked between two turns: what is left where the disk, too, is somebody else's. */
  busiestTurnMs: number
  /** The delay by the clock alone. */
  clockP99Ms: number
  clockMaxMs: number
  /** What is held after a collection: heap and buffers. Bytes. */
  heldBytes: number
  rssBytes: number
}

const EVERY_MS = 5

const delays = createHistogram()
const clocks = createHistogram()
let busiestMs = 0
let turns: NodeJS.Timeout | undefined

function watchTurns(): NodeJS.Timeout {
  let before = { at: performance.now(), waited: waitedMs(), worked: workedMs() }
  return setInterval(() => {
    const now = { at: performance.now(), waited: waitedMs(), worked: workedMs() }
    const clock = now.at - before.at
    clocks.record(inMicros(clock))
    delays.record(inMicros(clock - (now.waited - before.waited)))
    busiestMs = Math.max(busiestMs, now.worked - before.worked)
    before = now
  }, EVERY_MS).unref()
}

/** How long this thread could have run and another had its place, as Linux counts it; elsewhere nothing is known. */
function waitedMs(): number {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'latin1').split(' ')[1]) / 1e6
  } catch {
    return 0
  }
}

function workedMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

/** A histogram takes whole numbers above 0. */
function inMicros(ms: number): number {
  return Math.max(1, Math.round(ms * 1_000))
}

function memory(): Pick<Measured, 'heldBytes' | 'rssBytes'> {
  for (let times = 0; times < 3; times += 1) globalThis.gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  return { heldBytes: heapUsed + external, rssBytes: rss }
}

function measured(): Measured {
  return {
    delayP99Ms: delays.percentile(99) / 1_000,
    delayMaxMs: delays.max / 1_000,
    busiestTurnMs: busiestMs,
    clockP99Ms: clocks.percentile(99) / 1_000,
    clockMaxMs: clocks.max / 1_000,
    ...memory(),
  }
}

process.on('message', (question) => {
  if (question === 'begin') {
    process.send?.(measured())
    turns = watchTurns()
  }
  if (question === 'end') {
    clearInterval(turns)
    process.send?.(measured())
  }
})
