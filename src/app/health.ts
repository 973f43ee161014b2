import { constants } from 'node:fs'
import { access, statfs } from 'node:fs/promises'
import type { Clock } from '../kernel/clock.ts'
import type { Store } from '../platform/db/store.ts'
import type { HealthChecks } from '../platform/http/index.ts'

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
const LONGEST_WRITE_MS = 5_000

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
  const [store, disk] = await Promise.all([askStore(deps), askDisk(deps)])
  return { store, disk }
}

/**
 * A disk that is full, or a server that only reads, still answers questions: only a write tells. What is written differs
 * each time: of what is as it was SQLite writes nothing.
 */
function askStore({ store, clock }: HealthDeps): Promise<HealthChecks['store']> {
  return new Promise((resolve) => {
    const timer = clock.after(LONGEST_WRITE_MS, () => resolve('failed'))
    store
      .write(({ sql }) =>
        sql
          .insertInto('setting')
          .values({ key: 'looked_at', value: String(clock.now()) })
          .onConflict((known) => known.column('key').doUpdateSet(({ ref }) => ({ value: ref('excluded.value') })))
          .execute(),
      )
      .then(
        () => resolve('ok'),
        () => resolve('failed'),
      )
      .finally(() => timer.cancel())
  })
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
