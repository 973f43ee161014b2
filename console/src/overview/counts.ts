import type { operations } from '../api/schema.d.ts'

/** What the API counted. */
export type Stats = operations['getFormStats']['responses'][200]['content']['application/json']['stats']

/** Days are `YYYY-MM-DD`, of whatever zone they were counted in. */
export type Day = Stats['days'][number]
