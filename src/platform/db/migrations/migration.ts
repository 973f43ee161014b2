import type { Kysely } from 'kysely'
import type { ColumnWords } from '../engine.ts'

/** One step of the tables' history. Once released it never changes; what comes later is a step of its own. */
export type Step = (database: Kysely<unknown>, words: ColumnWords) => Promise<void>
