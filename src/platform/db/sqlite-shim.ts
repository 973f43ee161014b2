import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { CompiledQuery, QueryResult, SqliteDatabase, SqliteStatement } from 'kysely'
import { withoutNul } from './nul.ts'

/** Statements kept prepared on a connection: at most twice as many, those that were not used of late go first. */
const MOST_PREPARED = 200

type Value = null | number | bigint | string | Uint8Array

/** A connection of `node:sqlite` as Kysely wants it, with statements kept prepared. */
export interface SqliteConnection {
  /** Runs a statement at once; what goes wrong is a rejection. */
  run(compiled: CompiledQuery): Promise<QueryResult<unknown>>
  /** The same for Kysely's own SQLite dialect. */
  readonly database: SqliteDatabase
}

/** `insist` is called before each statement and may throw to refuse it. */
export function sqliteConnection(database: DatabaseSync, insist: () => void): SqliteConnection {
  let young = new Map<string, SqliteStatement>()
  let old = new Map<string, SqliteStatement>()

  function prepare(sql: string): SqliteStatement {
    insist()
    const known = young.get(sql)
    if (known !== undefined) return known
    const statement = old.get(sql) ?? asKyselyStatement(database.prepare(sql), () => database.prepare(sql))
    if (young.size >= MOST_PREPARED) {
      old = young
      young = new Map()
    }
    young.set(sql, statement)
    return statement
  }

  return {
    async run({ sql, parameters }) {
      const statement = prepare(sql)
      if (statement.reader) return { rows: statement.all(parameters) }
      const { changes, lastInsertRowid } = statement.run(parameters)
      return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
    },
    database: { close: () => database.close(), prepare },
  }
}

/**
 * Rows are read as lists and made into objects here: those of `node:sqlite` have no prototype, and to make and copy them
 * takes three times as long.
 */
function asKyselyStatement(statement: StatementSync, again: () => StatementSync): SqliteStatement {
  let names = namesOf(statement)
  statement.setReturnArrays(true)
  return {
    reader: names.length > 0,
    all(parameters) {
      const rows = statement.all(...values(parameters)) as unknown as Value[][]
      // `select *` after the table was given another column.
      if (rows[0] && rows[0].length !== names.length) names = namesOf(statement)
      return rows.map((row) => asObject(names, row))
    },
    run: (parameters) => statement.run(...values(parameters)),
    // A statement that is being iterated must not be started anew by another query.
    iterate: (parameters) => again().iterate(...values(parameters)),
  }
}

function namesOf(statement: StatementSync): string[] {
  return statement.columns().map(({ name }) => name)
}

function asObject(names: readonly string[], row: readonly Value[]): Record<string, Value> {
  const object: Record<string, Value> = {}
  for (let at = 0; at < names.length; at += 1) object[names[at] as string] = row[at] as Value
  return object
}

function values(parameters: readonly unknown[]): Value[] {
  return parameters.map((parameter) => withoutNul(parameter) as Value)
}
