import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { inTurns, type Visits } from '../../chaos/fleet.ts'
import { control, type Sandbox } from '../../journey/sandbox.ts'
import { type BareProcess, startBare } from './bare-process.ts'
import { linkBare } from './measure-sends.ts'
import { openOurs } from './ours.ts'
import type { Spent } from './settle.ts'

/** What a process took until it dialled, and how long it was until it said that it is ready, in milliseconds. */
export type Started = Spent & { readyMs: number }

/** One side with linked numbers, whose process is started anew as often as it is asked. */
export interface Linked {
  /** Links more numbers, up to so many in all. Its process does not run afterwards. */
  link(upTo: number): Promise<void>
  /** Starts the process, which dials with all that are linked (the bare one with the first so many). */
  start(numbers: number): Promise<Started>
  /** Resolves when it says that all of them are open; asks for it only now and then. */
  opened(): Promise<void>
  spent(): Promise<Spent>
  settled(): Promise<{ rssMb: number }>
  stop(): Promise<void>
  /** Stops, and removes what was kept. */
  close(): Promise<void>
}

/** How many sides were opened: no two have the same numbers. */
let sides = 0

/** The numbers of one side. */
function nextOwners(): (index: number) => string {
  sides += 1
  const prefix = `551194${String(sides).padStart(2, '0')}`
  return (index) => `${prefix}${String(index).padStart(5, '0')}`
}

const LINK_AT_ONCE = 4
const LOOK_EVERY_MS = 25

/** The gateway. `server`: the PostgreSQL to keep them in; without one it is SQLite. */
export async function openLinkedOurs(sandbox: Sandbox, server: string | undefined): Promise<Linked> {
  const ours = await openOurs(sandbox, server)
  const { gateway } = ours
  const owner = nextOwners()
  let linked = 0
  await gateway.stop()
  return {
    async link(upTo) {
      await gateway.start()
      const more = Array.from({ length: upTo - linked }, (_, index) => linked + index)
      await inTurns(more, LINK_AT_ONCE, async (index) => {
        await ours.link(`ship${index}`, owner(index))
      })
      linked = upTo
      await gateway.stop()
    },
    async start(numbers) {
      if (numbers !== linked) throw new Error(`${linked} are linked, not ${numbers}`)
      const startedAt = performance.now()
      await gateway.start()
      const readyMs = performance.now() - startedAt
      return { readyMs, ...((await gateway.ask('spent')) as Spent) }
    },
    async opened() {
      for (;;) {
        const { body } = await gateway.call('GET', '/api/instance/list')
        const instances = body.instances as { status: string }[]
        if (instances.length === linked && instances.every(({ status }) => status === 'connected')) return
        await pause(LOOK_EVERY_MS)
      }
    },
    spent: async () => (await gateway.ask('spent')) as Spent,
    settled: async () => (await gateway.ask('settled')) as { rssMb: number },
    async stop() {
      await gateway.stop()
    },
    close: () => ours.close(),
  }
}

/** Bare Baileys, its keys in memory: they are saved once, and read before it dials. */
export function openLinkedBare(sandbox: Sandbox): Linked {
  const folder = mkdtempSync(join(tmpdir(), 'formwire-bare-'))
  const owner = nextOwners()
  let bare: BareProcess | null = null
  const running = () => {
    if (bare === null) throw new Error('the bare engine does not run')
    return bare
  }
  const stop = async () => {
    await bare?.close()
    bare = null
  }
  return {
    async link(upTo) {
      bare = await startBare(sandbox)
      for (let index = 0; index < upTo; index += 1) {
        await linkBare({ sandbox, bare }, owner(index))
      }
      await bare.ask('save', { folder })
      await stop()
    },
    async start(numbers) {
      const startedAt = performance.now()
      bare = await startBare(sandbox)
      const readyMs = performance.now() - startedAt
      return { readyMs, ...(await bare.ask('dial', { folder, count: numbers })) }
    },
    async opened() {
      await running().ask('opened', null)
    },
    spent: () => running().ask('spent', null),
    settled: () => running().ask('settled', null),
    stop,
    async close() {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What the sandbox counts of all who came. */
export async function visitsOf(sandbox: Sandbox): Promise<Visits> {
  return (await control(sandbox, 'visits')) as unknown as Visits
}
