import type { Compilable, CompiledQuery, QueryExecutor, QueryResult } from 'kysely'
import { Given, shapeOf, standInFor } from './given.ts'
import type { Sql } from './store.ts'

/** Of one query; what has more shapes than that, or a longer one (hundreds of rows), is built anew each time. */
const MOST_TEXTS = 64
const LONGEST_SHAPE = 4_000

/** A query that is built once and run with other values each time. */
export interface Prepared<Values, Row> {
  rows(sql: Sql, values: Values): Promise<Row[]>
  first(sql: Sql, values: Values): Promise<Row | undefined>
  /** Runs a change. How many rows it touched. */
  run(sql: Sql, values: Values): Promise<number>
}

/**
 * A query whose text is made the first time and kept: Kysely takes longer to build and compile one than SQLite takes to
 * run it. It runs on `store.read` or in a unit of work, which refuses it after its end like any other query.
 *
 * ```ts
 * const markSent = prepared((sql, given: { id: string; at: number }) =>
 *   sql.updateTable('message').set({ state: 'sent', sent_at: given.at }).where('id', '=', given.id),
 * )
 * const isMarked = (await markSent.run(sql, { id, at })) === 1
 * ```
 *
 * What `build` is given stands for the values and is none of them: it is handed to Kysely where a value belongs, and not
 * looked at (`given.at === null` is never true; `given.at + 1` throws). Lists have their length, objects their keys, and
 * what is undefined is undefined, so `where('id', 'in', given.ids)` and `values(given.row)` do what they always do.
 */
export function prepared<Values extends object, Row>(
  build: (sql: Sql, given: Values) => Compilable<Row>,
): Prepared<Values, Row> {
  const textsOf = new WeakMap<QueryExecutor['adapter'], Map<string, CompiledQuery<Row>>>()

  function textFor(sql: Sql, { adapter }: QueryExecutor, values: Values): CompiledQuery<Row> | undefined {
    const shape = shapeOf(values)
    if (shape.length > LONGEST_SHAPE) return undefined
    const texts = textsOf.get(adapter) ?? new Map<string, CompiledQuery<Row>>()
    const known = texts.get(shape)
    if (known !== undefined || texts.size === MOST_TEXTS) return known
    const text = build(sql, standInFor(values)).compile()
    textsOf.set(adapter, texts.set(shape, text))
    return text
  }

  async function ask(sql: Sql, values: Values): Promise<QueryResult<Row>> {
    const executor = sql.getExecutor()
    // Plugins want to see the query itself.
    const text = executor.plugins.length === 0 ? textFor(sql, executor, values) : undefined
    if (text === undefined) return await executor.executeQuery<Row>(build(sql, values).compile())
    const parameters = text.parameters.map((value) => (value instanceof Given ? value.of(values) : value))
    return await executor.executeQuery<Row>({ ...text, parameters })
  }

  return {
    rows: async (sql, values) => (await ask(sql, values)).rows,
    first: async (sql, values) => (await ask(sql, values)).rows[0],
    async run(sql, values) {
      const { numAffectedRows, rows } = await ask(sql, values)
      return Number(numAffectedRows ?? rows.length)
    },
  }
}
