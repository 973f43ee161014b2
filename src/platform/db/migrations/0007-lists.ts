import { sql } from 'kysely'
import type { Step } from './migration.ts'

/** Why a webhook is paused. Those that were before this step were paused for their failures. */
export const lists: Step = async (database, words) => {
  const column = (name: 'text' | 'integer' | 'bytes') => sql.raw(words[name])
  await database.schema.alterTable('webhook').addColumn('pause_reason', column('text')).execute()
}
