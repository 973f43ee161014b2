import { constants } from 'node:fs'
import { access, statfs } from 'node:fs/promises'
import type { Clock } from '../kernel/clock.ts'
import type { Store } from '../platform/db/store.ts'
import type { HealthChecks } from '../platform/http/index.ts'
import { probeStore } from './probe-store.ts'

export interface HealthDeps {
  store: Pick<Store, 'write'>
  clock: Clock
  dataDir: string
  /** Bytes that must be free where the data is. */
  leastFree?: number
}

/** The log of SQLite takes 64 MiB, and a backup or an erase needs room beside it. */
const LEAST_FREE_BYTES = 256 * 1024 * 1024
const LOOK_EVERY_MS = 10_000

/**
 * Looks whether the store takes a write and its disk has room, at most once in 10 seconds however often it is asked, for
 * anybody may ask. Never rejects.
 */
export function createHealth(deps: HealthDeps): () => Promise<HealthChecks> {
  const { clock } = deps
  let last: { at: number; checks: Promise<HealthChecks> } | null = null
  return () => {
    const now = clock.now()
    if (last === null || now < last.at || now - last.at >= LOOK_EVERY_MS) last = { at: now, checks: look(deps) }
    return last.checks
  }
}

async function look(deps: HealthDeps): Promise<HealthChecks> {
  const [store, disk] = await Promise.all([probeStore(deps), askDisk(deps)])
  return { store, disk }
}

async function askDisk({ dataDir, leastFree = LEAST_FREE_BYTES }: HealthDeps): Promise<HealthChecks['disk']> {
  try {
    await access(dataDir, constants.W_OK)
    const { bavail, bsize } = await statfs(dataDir)
    return bavail * bsize < leastFree ? 'low' : 'ok'
  } catch {
    return 'failed'
  }
}
