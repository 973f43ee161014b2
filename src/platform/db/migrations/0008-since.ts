import { sql } from 'kysely'
import type { Step } from './migration.ts'

/** Since when an instance is in its state; of those that are there already nobody knows. */
export const since: Step = async (database, words) => {
  await database.schema.alterTable('instance').addColumn('state_at', sql.raw(words.integer)).execute()
}
