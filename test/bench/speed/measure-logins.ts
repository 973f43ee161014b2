import { setTimeout as pause } from 'node:timers/promises'
import { control, type Sandbox } from '../../journey/sandbox.ts'
import { type Linked, visitsOf } from './linked.ts'
import { median } from './percentile.ts'

/** One side's log-ins: medians of its restarts, in milliseconds. */
export interface Logins {
  /** From the first dial until all are open. */
  dialMs: number
  /** From the start of the process until all are open. */
  startMs: number
  /** CPU of the process per log-in, from the first dial until all are open. */
  cpuMs: number
  /** CPU of the sandbox per log-in: both sides share the machine with it. */
  sandboxCpuMs: number
  /** CPU of the process until it dials. */
  startCpuMs: number
}

const LOOK_EVERY_MS = 50

/**
 * A side that is not running is started with so many linked numbers, and stopped when all are open. Nobody asks it
 * anything before the sandbox has seen all of them ready; the first dial is the sandbox's word too.
 */
export async function logInAll(sandbox: Sandbox, side: Linked, numbers: number): Promise<Logins> {
  const { ready: readyBefore } = await visitsOf(sandbox)
  const sandboxBefore = await cpuOf(sandbox)
  const startedAt = Date.now()
  const { cpuMs: startCpuMs } = await side.start(numbers)
  let visits = await visitsOf(sandbox)
  while (visits.ready < readyBefore + numbers) {
    await pause(LOOK_EVERY_MS)
    visits = await visitsOf(sandbox)
  }
  await side.opened()
  const openedAt = Date.now()
  const cpuMs = ((await side.spent()).cpuMs - startCpuMs) / numbers
  const sandboxCpuMs = ((await cpuOf(sandbox)) - sandboxBefore) / numbers
  await side.stop()
  const dialMs = openedAt - (visits.since ?? Number.NaN)
  return { dialMs, startMs: openedAt - startedAt, cpuMs, sandboxCpuMs, startCpuMs }
}

/** Restarts both in turns, and who begins changes; the first restart of each warms up. Both are linked and stopped. */
export async function measureLogins(
  sandbox: Sandbox,
  sides: { ours: Linked; bare: Linked },
  numbers: number,
  rounds: number,
): Promise<{ ours: Logins; bare: Logins }> {
  const kept: { ours: Logins[]; bare: Logins[] } = { ours: [], bare: [] }
  for (let round = 0; round <= rounds; round += 1) {
    const names = ['ours', 'bare'] as const
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const took = await logInAll(sandbox, sides[name], numbers)
      if (round > 0) kept[name].push(took)
    }
  }
  return { ours: middleOf(kept.ours), bare: middleOf(kept.bare) }
}

function middleOf(rounds: readonly Logins[]): Logins {
  const of = (read: (round: Logins) => number) => median(rounds.map(read))
  return {
    dialMs: of(({ dialMs }) => dialMs),
    startMs: of(({ startMs }) => startMs),
    cpuMs: of(({ cpuMs }) => cpuMs),
    sandboxCpuMs: of(({ sandboxCpuMs }) => sandboxCpuMs),
    startCpuMs: of(({ startCpuMs }) => startCpuMs),
  }
}

async function cpuOf(sandbox: Sandbox): Promise<number> {
  const { cpu } = (await control(sandbox, 'info')) as { cpu: NodeJS.CpuUsage }
  return (cpu.user + cpu.system) / 1000
}
