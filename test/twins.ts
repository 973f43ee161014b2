import type { EngineName } from '../src/platform/db/test-store.suite.ts'

/**
 * Whether a journey is told in short on this store: on PostgreSQL, where `npm test` walks what asks the store and leaves
 * what only repeats SQLite's own journey to `npm run test:twins`.
 */
export function isShort(engine: EngineName): boolean {
  return engine === 'postgres' && process.env['TWINS'] !== 'whole'
}
