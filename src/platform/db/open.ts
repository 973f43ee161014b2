import { type Clock, pause } from '../../kernel/clock.ts'
import { faultOf } from '../log.ts'
import type { Engine, StoreLog } from './engine.ts'
import { createGroupCommit } from './group-commit.ts'
import { migrate } from './migrate.ts'
import { openPostgres } from './postgres.ts'
import { StoreRefused } from './refused.ts'
import { openSqlite } from './sqlite.ts'
import type { Store } from './store.ts'

export interface OpenStore {
  /** `postgres://…`; without it the store is SQLite, `<dataDir>/formwire.db`. */
  databaseUrl?: string | undefined
  dataDir: string
  clock: Clock
  log: StoreLog
}

/** A reader from outside, such as a backup, may hold a purge up for a moment. */
const PURGE_ATTEMPTS = 5
const PURGE_AGAIN_MS = 200

/**
 * Opens the store, takes its ownership and brings its tables up to date.
 *
 * @throws StoreRefused with one sentence for the operator.
 */
export async function openStore(options: OpenStore): Promise<Store> {
  const engine = await openEngine(options)
  try {
    await migrate(engine)
    await engine.settle()
  } catch (error) {
    await engine.close()
    if (error instanceof StoreRefused) throw error
    throw new StoreRefused(engine.explain(error) ?? `${engine.place} could not be opened.`, { cause: error })
  }
  const groupCommit = createGroupCommit(engine.writer, options.log, engine.explain)
  let closed: Promise<void> | undefined
  let next: Promise<boolean> | null = null

  /** A purge that has not begun yet does for all who want one. */
  function purgeNext(): Promise<boolean> {
    next ??= groupCommit.between(() => {
      next = null
      return engine.purge()
    })
    return next
  }

  return {
    engine: engine.name,
    read: engine.read,
    write: groupCommit.write,
    lost: engine.lost,
    async purge() {
      try {
        for (let attempt = 1; attempt <= PURGE_ATTEMPTS; attempt += 1) {
          if (await purgeNext()) return
          await pause(options.clock, PURGE_AGAIN_MS)
        }
        options.log.warn({}, 'erased values may stay in the files of the store for a while: somebody else reads them')
      } catch (error) {
        options.log.warn({ fault: faultOf(error) }, 'erased values may stay in the files of the store for a while')
      }
    },
    close() {
      closed ??= groupCommit.finish().then(() => engine.close())
      return closed
    },
  }
}

async function openEngine({ databaseUrl, dataDir, clock, log }: OpenStore): Promise<Engine> {
  return databaseUrl === undefined ? openSqlite(dataDir, clock) : await openPostgres(databaseUrl, clock, log)
}
