import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import type { Client } from 'pg'
import { type Clock, pause } from '../../kernel/clock.ts'
import { StoreInUse } from './refused.ts'

/** "form" in ASCII: the first half of our advisory lock's key; the second says which schema. */
const LOCK_CLASS = 0x666f726d

const TRIES = 10
const RETRY_AFTER_MS = 300

/**
 * Takes the ownership of a schema: an advisory lock of this connection's session, so that the server drops it with the
 * connection, however that ends. A process that is just ending is waited for, 3 seconds.
 *
 * @throws StoreInUse when another process holds it.
 */
export async function takeAdvisoryLock(client: Client, schemaName: string, place: string, clock: Clock): Promise<void> {
  const name = `formwire (process ${process.pid} on ${hostname()})`.slice(0, 63)
  await client.query(`select set_config('application_name', $1, false)`, [name])
  // A session whose machine vanished is noticed, and its lock free again, after a minute instead of two hours.
  await client.query('set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3')
  const key = [LOCK_CLASS, schemaKey(schemaName)]
  for (let tried = 1; ; tried += 1) {
    const { rows } = await client.query('select pg_try_advisory_lock($1, $2) as held', key)
    if (rows[0]?.held === true) return
    if (tried === TRIES) throw new StoreInUse(`${place} is in use by ${await nameHolder(client, schemaName)}.`)
    await pause(clock, RETRY_AFTER_MS)
  }
}

/** Whether this session holds the lock still: a pooler between us and the server may have given us another session. */
export async function holdsAdvisoryLock(
  query: (text: string, values: unknown[]) => Promise<{ rows: unknown[] }>,
  schemaName: string,
): Promise<boolean> {
  const { rows } = await query(`select 1 from pg_locks where pid = pg_backend_pid() and ${IS_OURS}`, oids(schemaName))
  return rows.length > 0
}

/** Two-part keys stand in `pg_locks` as unsigned numbers, with `objsubid` 2. */
const IS_OURS = `locktype = 'advisory' and objsubid = 2 and classid = $1::bigint::oid and objid = $2::bigint::oid
  and database = (select oid from pg_database where datname = current_database())`

async function nameHolder(client: Client, schemaName: string): Promise<string> {
  const { rows } = await client.query(
    `select application_name as name, backend_start as since from pg_stat_activity
     where pid in (select pid from pg_locks where granted and ${IS_OURS})`,
    oids(schemaName),
  )
  const { name, since } = rows[0] ?? {}
  const process = /\((process .*)\)/.exec(String(name))?.[1]
  if (process === undefined || !(since instanceof Date)) return 'another Formwire'
  return `another Formwire (${process}, since ${since.toISOString()})`
}

function schemaKey(schemaName: string): number {
  return createHash('sha256').update(schemaName).digest().readInt32BE(0)
}

function oids(schemaName: string): number[] {
  return [LOCK_CLASS, schemaKey(schemaName) >>> 0]
}
