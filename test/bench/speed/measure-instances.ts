import { setTimeout as pause } from 'node:timers/promises'
import type { Sandbox } from '../../journey/sandbox.ts'
import { type Linked, openLinkedBare, openLinkedOurs } from './linked.ts'
import { type Logins, measureLogins } from './measure-logins.ts'

/** What a process with linked numbers holds and takes while nothing happens. */
interface Idle {
  rssMb: number
  /** CPU milliseconds a second. */
  cpuMs: number
}

/** Of each linked number: what the process holds and takes above what it does without any. */
export interface Instances {
  numbers: number
  ours: Idle
  bare: Idle
}

export interface InstancesEffort {
  /** Ascending; the last is how many log in at once. */
  counts: readonly number[]
  idleMs: number
  /** Restarts of each side, besides one that warms up. */
  rounds: number
}

/** `server`: the PostgreSQL of the gateway; without one it is SQLite. Each number is linked once. */
export async function measureInstances(
  sandbox: Sandbox,
  server: string | undefined,
  { counts, idleMs, rounds }: InstancesEffort,
): Promise<{ idle: Instances[]; logins: { ours: Logins; bare: Logins } }> {
  const ours = await openLinkedOurs(sandbox, server)
  const bare = openLinkedBare(sandbox)
  const most = counts.at(-1) ?? 0
  try {
    const none = { ours: await rest(ours, 0, idleMs), bare: await rest(bare, 0, idleMs) }
    await bare.link(most)
    const idle: Instances[] = []
    for (const numbers of counts) {
      await ours.link(numbers)
      idle.push({
        numbers,
        ours: perNumber(await rest(ours, numbers, idleMs), none.ours, numbers),
        bare: perNumber(await rest(bare, numbers, idleMs), none.bare, numbers),
      })
    }
    return { idle, logins: await measureLogins(sandbox, { ours, bare }, most, rounds) }
  } finally {
    await ours.close()
    await bare.close()
  }
}

/** A new process, looked at when all are open and nothing happens any more. */
async function rest(side: Linked, numbers: number, idleMs: number): Promise<Idle> {
  await side.start(numbers)
  await side.opened()
  await side.settled()
  const before = await side.spent()
  await pause(idleMs)
  const after = await side.spent()
  const { rssMb } = await side.settled()
  await side.stop()
  return { rssMb, cpuMs: ((after.cpuMs - before.cpuMs) / idleMs) * 1000 }
}

function perNumber(all: Idle, none: Idle, numbers: number): Idle {
  return { rssMb: (all.rssMb - none.rssMb) / numbers, cpuMs: (all.cpuMs - none.cpuMs) / numbers }
}
