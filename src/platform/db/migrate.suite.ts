import { sql as raw } from 'kysely'
import { expect, test } from 'vitest'
import type { Engine } from './engine.ts'
import { migrate } from './migrate.ts'
import { STEPS } from './migrations/index.ts'
import type { Step } from './migrations/migration.ts'

/** What every engine promises of migrations. */
export function migrateSuite(openEngine: () => Promise<Engine>): void {
  test('a step that fails leaves nothing of itself, and the store as it was', async () => {
    const engine = await openEngine()
    await migrate(engine)
    const before = await tableNames(engine)
    const broken: Step = async (database) => {
      await database.schema.createTable('half').addColumn('id', 'integer').execute()
      await database.schema.dropTable('websocket').execute()
      await database.schema.dropTable('nowhere').execute()
    }
    const migrated = migrate(engine, { ...STEPS, '9999-broken': broken })
    await expect(migrated).rejects.toMatchObject({ name: 'StoreRefused', cause: expect.any(Error) })
    await expect(migrated).rejects.toThrow(/could not be brought up to date\.$/)
    expect(await tableNames(engine)).toEqual(before)
    await migrate(engine)
  })

  test('a new step runs once, on what is there', async () => {
    const engine = await openEngine()
    await migrate(engine)
    let runs = 0
    const step: Step = async (database) => {
      runs += 1
      await raw`insert into setting values ('second', 'step')`.execute(database)
    }
    await migrate(engine, { ...STEPS, '9999-second': step })
    await migrate(engine, { ...STEPS, '9999-second': step })
    expect(runs).toBe(1)
    expect(await engine.read.selectFrom('setting').select('key').execute()).toEqual([{ key: 'second' }])
    await expect(migrate(engine)).rejects.toThrow('newer version')
  })
}

async function tableNames(engine: Engine): Promise<string[]> {
  const tables = await engine.bare.introspection.getTables()
  return tables.map(({ name }) => name).toSorted()
}
