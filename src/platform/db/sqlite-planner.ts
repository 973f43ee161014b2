import type { DatabaseSync } from 'node:sqlite'
import { isDeepStrictEqual } from 'node:util'

/** A store as it is after years. */
const ROWS = 1_000_000

/** How many different values columns have that repeat theirs; all others nearly name their row. */
const DIFFERENT: Record<string, number> = {
  account_id: 10,
  instance_id: 10,
  webhook_id: 20,
  state: 8,
  event_type: 8,
  form_type: 3,
  chat_type: 2,
  source: 10,
  form_name: 20,
  kind: 5,
  route: 5,
  number: 10_000,
  chat_key: 10_000,
  chat_jid: 10_000,
  chat_lid: 10_000,
  from_jid: 10_000,
  from_lid: 10_000,
  sender_jid: 10_000,
  sender_lid: 10_000,
  order_key: 10_000,
  /** One may be used for a whole campaign. */
  flow_token: 100,
  name_key: 100_000,
}

/** Partial indexes are over so few of the rows. */
const PART = 100

/**
 * Tells the planner what each index is worth. Untold it takes every first column, and that is the instance almost
 * everywhere, for one that leaves ten rows: then no other index seems better than the one that saves a sort, and a token
 * is looked for in every form. `ANALYZE` would tell what is true of a store on its first day. Writing the numbers by hand
 * is meant to be done: https://www.sqlite.org/optoverview.html#manual_control_of_query_plans_using_sqlite_stat_tables
 */
export function guidePlanner(database: DatabaseSync): void {
  const wanted = figuresOfAll(database)
  if (isDeepStrictEqual(readFigures(database), wanted)) return
  // Makes the table of figures.
  database.exec('analyze setting')
  const insert = database.prepare('insert into sqlite_stat1 (tbl, idx, stat) values (?, ?, ?)')
  database.exec('begin immediate; delete from sqlite_stat1')
  for (const { tbl, idx, stat } of wanted) insert.run(tbl, idx, stat)
  // Takes the figures over on this connection; others read them with the tables.
  database.exec('commit; analyze sqlite_schema')
}

interface Figures {
  tbl: string
  idx: string
  stat: string
}

function figuresOfAll(database: DatabaseSync): Figures[] {
  const indexes = database.prepare(
    `select tables.name as tbl, indexes.name as idx, indexes.partial as partial
     from sqlite_schema as tables, pragma_index_list(tables.name) as indexes
     where tables.type = 'table' and tables.name not like 'sqlite~_%' escape '~' order by idx`,
  )
  const columnsOf = database.prepare('select name from pragma_index_info(?) order by seqno')
  return indexes.all().map(({ tbl, idx, partial }) => {
    const columns = columnsOf.all(String(idx)).map(({ name }) => String(name))
    return { tbl: String(tbl), idx: String(idx), stat: figuresOf(columns, partial === 1) }
  })
}

function readFigures(database: DatabaseSync): Figures[] {
  const isThere = database.prepare(`select 1 from sqlite_schema where name = 'sqlite_stat1'`).get() !== undefined
  if (!isThere) return []
  const rows = database.prepare('select tbl, idx, stat from sqlite_stat1 order by idx').all()
  return rows.map(({ tbl, idx, stat }) => ({ tbl: String(tbl), idx: String(idx), stat: String(stat) }))
}

/** `rows in the index`, then `rows that share the first column`, `… the first two`, and so on. */
function figuresOf(columns: readonly string[], isPartial: boolean): string {
  const rows = isPartial ? ROWS / PART : ROWS
  let left = rows
  const shared = columns.map((column) => {
    left = Math.max(1, Math.ceil(left / (DIFFERENT[column] ?? ROWS)))
    return left
  })
  return [rows, ...shared].join(' ')
}
