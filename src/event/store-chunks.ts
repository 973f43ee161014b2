import { sql as raw } from 'kysely'
import type { Sql } from '../platform/db/store.ts'
import type { KeptEvent } from './domain/envelope.ts'

/** The next stored events of an instance, the oldest first. */
export interface Chunk {
  /** Those that were asked for. */
  events: KeptEvent[]
  /** Where the next chunk goes on: everything up to this sequence was looked at; null when there was nothing. */
  through: number | null
}

const LOOKED_AT = 200
/** Bytes of payload that a chunk may hold, unless one event alone is larger. */
const MOST_BYTES = 131_072

/**
 * Events with `after < seq <= upTo` whose type is wanted, as many as a chunk may hold. Sizes are looked at before the
 * payloads are read: two hundred of the largest would be fifty megabytes for every listener.
 */
export async function findChunk(
  sql: Sql,
  asked: { instanceId: string; after: number; upTo: number; isWanted(type: string): boolean },
): Promise<Chunk> {
  const rows = await sql
    .selectFrom('event')
    .select(['seq', 'type', raw<number>`octet_length(data)`.as('size')])
    .where('instance_id', '=', asked.instanceId)
    .where('seq', '>', asked.after)
    .where('seq', '<=', asked.upTo)
    .orderBy('seq')
    .limit(LOOKED_AT)
    .execute()
  const chosen: number[] = []
  let through: number | null = null
  let bytes = 0
  for (const { seq, type, size } of rows) {
    if (asked.isWanted(type)) {
      if (chosen.length > 0 && bytes + size > MOST_BYTES) break
      bytes += size
      chosen.push(seq)
    }
    through = seq
  }
  return { events: chosen.length === 0 ? [] : await findThese(sql, asked.instanceId, chosen), through }
}

function findThese(sql: Sql, instanceId: string, sequences: readonly number[]): Promise<KeptEvent[]> {
  return sql
    .selectFrom('event')
    .select(['seq', 'id', 'instance_id as instanceId', 'type', 'at', 'data'])
    .where('instance_id', '=', instanceId)
    .where('seq', 'in', [...sequences])
    .orderBy('seq')
    .execute()
}

/** The sequence of the newest event of an instance; 0: it has none. */
export async function findNewest(sql: Sql, instanceId: string): Promise<number> {
  const newest = await sql
    .selectFrom('event')
    .select('seq')
    .where('instance_id', '=', instanceId)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return newest?.seq ?? 0
}

/** Whether this sequence is somebody's. */
export async function hasSequence(sql: Sql, sequence: number): Promise<boolean> {
  return (await sql.selectFrom('event').select('seq').where('seq', '=', sequence).executeTakeFirst()) !== undefined
}

const PRUNED = 'events-pruned-through'

/** The highest sequence that was ever pruned; 0: none. Behind it nothing is missing. */
export async function findPruned(sql: Sql): Promise<number> {
  const row = await sql.selectFrom('setting').select('value').where('key', '=', PRUNED).executeTakeFirst()
  return Number(row?.value ?? 0)
}

/** Remembers that events up to a sequence were pruned, in the transaction that does it. */
export async function notePruned(sql: Sql, sequence: number): Promise<void> {
  if (sequence <= (await findPruned(sql))) return
  const value = String(sequence)
  await sql
    .insertInto('setting')
    .values({ key: PRUNED, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute()
}
