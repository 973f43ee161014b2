import { type Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import type { Engine } from './engine.ts'
import { STEPS } from './migrations/index.ts'
import type { Step } from './migrations/migration.ts'
import { StoreRefused } from './refused.ts'

const TABLE = 'kysely_migration'

/**
 * Brings the tables up to date, each step whole or not at all. The store's owner calls it, under the engine's own lock.
 *
 * @throws StoreRefused when the store was written by a newer version (nothing is touched) or a step fails.
 */
export async function migrate(engine: Engine, steps: Readonly<Record<string, Step>> = STEPS): Promise<void> {
  const unknown = (await findApplied(engine)).find((name) => !Object.hasOwn(steps, name))
  if (unknown !== undefined) {
    throw new StoreRefused(
      `${engine.place} was written by a newer version of Formwire (it has the step "${unknown}"); nothing was changed.`,
    )
  }
  const migrator = new Migrator({
    db: engine.bare,
    provider: { getMigrations: async () => asMigrations(engine, steps) },
  })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) {
    const sentence = engine.explain(error) ?? `${engine.place} could not be brought up to date.`
    throw new StoreRefused(sentence, { cause: error })
  }
}

function asMigrations(engine: Engine, steps: Readonly<Record<string, Step>>) {
  const entries = Object.entries(steps).map(([name, step]) => [
    name,
    { up: (database: Kysely<unknown>) => step(database, engine.words) },
  ])
  return Object.fromEntries(entries) as Record<string, { up(database: Kysely<unknown>): Promise<void> }>
}

/** The steps that this store has, by name. */
async function findApplied(engine: Engine): Promise<string[]> {
  const tables = await engine.bare.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some(({ name }) => name === TABLE)) return []
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(TABLE)}`.execute(engine.bare)
  return rows.map(({ name }) => name)
}
