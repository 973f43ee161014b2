import { type DatabaseIntrospector, type Kysely, PostgresDialect, sql, type TableMetadata } from 'kysely'

/**
 * Kysely's PostgreSQL dialect that sees the tables of our own schema only. The usual one looks into every schema of
 * the database: it takes another store's tables for ours, and fails when one of them is dropped while it looks.
 */
export class MigrationDialect extends PostgresDialect {
  override createIntrospector(database: Kysely<unknown>): DatabaseIntrospector {
    return {
      getSchemas: async () => [],
      getTables: () => listTables(database),
    }
  }
}

async function listTables(database: Kysely<unknown>): Promise<TableMetadata[]> {
  const { rows } = await sql<{ name: string; schema: string }>`
    select tablename as name, schemaname as schema from pg_tables where schemaname = current_schema()`.execute(database)
  return rows.map(({ name, schema }) => ({ name, schema, isView: false, isForeign: false, columns: [] }))
}
