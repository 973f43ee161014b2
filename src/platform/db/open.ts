import type { Clock } from '../../kernel/clock.ts'
import type { Engine, StoreLog } from './engine.ts'
import { createGroupCommit } from './group-commit.ts'
import { migrate } from './migrate.ts'
import { openPostgres } from './postgres.ts'
import { createPurge } from './purge.ts'
import { StoreRefused } from './refused.ts'
import { openSqlite } from './sqlite.ts'
import type { WaitForDisk } from './sqlite-log.ts'
import type { Store } from './store.ts'

export interface OpenStore {
  /** `postgres://…`; without it the store is SQLite, `<dataDir>/formwire.db`. */
  databaseUrl?: string | undefined
  dataDir: string
  clock: Clock
  log: StoreLog
  /** Of SQLite; the disk's own wait without it. */
  waitForDisk?: WaitForDisk | undefined
}

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
  const groupCommit = createGroupCommit(engine.writer, options.log, engine.explain, options.clock)
  let closed: Promise<void> | undefined
  const { between } = groupCommit
  const purge = createPurge({ engine, between, clock: options.clock, log: options.log })

  return {
    engine: engine.name,
    read: engine.read,
    write: groupCommit.write,
    lost: engine.lost,
    purge: purge.run,
    close() {
      closed ??= groupCommit
        .finish()
        .then(purge.finish)
        .then(() => engine.close())
      return closed
    },
  }
}

async function openEngine({ databaseUrl, dataDir, clock, log, waitForDisk }: OpenStore): Promise<Engine> {
  if (databaseUrl === undefined) return openSqlite(dataDir, clock, waitForDisk)
  return await openPostgres(databaseUrl, clock, log)
}
