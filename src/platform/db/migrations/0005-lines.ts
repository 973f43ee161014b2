import { sql } from 'kysely'
import type { Step } from './migration.ts'

/** Why an instance is as it is, its proxy, and what keeps it from connecting or from writing. */
export const lines: Step = async (database, words) => {
  const column = (name: 'text' | 'integer' | 'bytes') => sql.raw(words[name])
  const instance = () => database.schema.alterTable('instance')
  await instance().addColumn('state_reason', column('text')).execute()
  await instance().addColumn('sealed_proxy', column('bytes')).execute()
  await instance().addColumn('parked_at', column('integer')).execute()
  await instance().addColumn('restricted_at', column('integer')).execute()
  await instance().addColumn('banned_until', column('integer')).execute()
}
