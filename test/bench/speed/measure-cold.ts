import type { Sandbox } from '../../journey/sandbox.ts'
import { openLinkedBare, openLinkedOurs } from './linked.ts'
import { median } from './percentile.ts'

/** Milliseconds from the start of a process: medians of several. */
export interface Cold {
  /** Until a gateway without any number says that it is ready. */
  emptyMs: number
  /** Until one with linked numbers does. */
  linkedMs: number
  /** Until a process of the bare engine has its first number open. */
  bareMs: number
}

/** `server`: the PostgreSQL of the gateways; without one it is SQLite. The first start of each warms up. */
export async function measureCold(
  sandbox: Sandbox,
  server: string | undefined,
  numbers: number,
  rounds: number,
): Promise<Cold> {
  const empty = await openLinkedOurs(sandbox, server)
  const linked = await openLinkedOurs(sandbox, server)
  const bare = openLinkedBare(sandbox)
  const took: { [Name in keyof Cold]: number[] } = { emptyMs: [], linkedMs: [], bareMs: [] }
  try {
    await linked.link(numbers)
    await bare.link(1)
    for (let round = 0; round <= rounds; round += 1) {
      const emptyMs = (await empty.start(0)).readyMs
      await empty.stop()
      const linkedMs = (await linked.start(numbers)).readyMs
      await linked.stop()
      const startedAt = performance.now()
      await bare.start(1)
      await bare.opened()
      const bareMs = performance.now() - startedAt
      await bare.stop()
      if (round === 0) continue
      took.emptyMs.push(emptyMs)
      took.linkedMs.push(linkedMs)
      took.bareMs.push(bareMs)
    }
  } finally {
    for (const side of [empty, linked, bare]) await side.close()
  }
  return { emptyMs: median(took.emptyMs), linkedMs: median(took.linkedMs), bareMs: median(took.bareMs) }
}
