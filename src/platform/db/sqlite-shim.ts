import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { SqliteDatabase, SqliteStatement } from 'kysely'
import { withoutNul } from './nul.ts'

/** Statements kept prepared on a connection; the least recently used one goes first. */
const MOST_PREPARED = 300

type Value = null | number | bigint | string | Uint8Array

/**
 * `node:sqlite` as Kysely's own SQLite dialect wants it, with statements kept prepared.
 * `insist` is called before each statement and may throw to refuse it.
 */
export function asKyselyDatabase(database: DatabaseSync, insist: () => void): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>()
  return {
    close: () => database.close(),
    prepare(sql) {
      insist()
      const known = prepared.get(sql)
      const statement = known ?? asKyselyStatement(database.prepare(sql), () => database.prepare(sql))
      prepared.delete(sql)
      prepared.set(sql, statement)
      if (prepared.size > MOST_PREPARED) prepared.delete(prepared.keys().next().value ?? sql)
      return statement
    },
  }
}

function asKyselyStatement(statement: StatementSync, again: () => StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...values(parameters)).map((row) => ({ ...row })),
    run: (parameters) => statement.run(...values(parameters)),
    // A statement that is being iterated must not be started anew by another query.
    iterate: (parameters) => again().iterate(...values(parameters)),
  }
}

function values(parameters: readonly unknown[]): Value[] {
  return parameters.map((parameter) => withoutNul(parameter) as Value)
}
