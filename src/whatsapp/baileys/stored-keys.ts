import type { SignalDataSet } from '@whiskeysockets/baileys'
import type { Sql, Store } from '../../platform/db/store.ts'
import { decodeKey, encodeKey, type KeyKind } from './key-codec.ts'

/** Rows of one statement: far below what SQLite (32766) and PostgreSQL (65535) take as parameters. */
const ROWS_AT_ONCE = 1000

/** Seals boxes that open only at the place they were made for (`platform/secret`). */
export interface Sealer {
  seal(place: Place, plain: Uint8Array): Uint8Array
  /** Throws when the key or the place is another. */
  open(place: Place, box: Uint8Array): Uint8Array
}

interface Place {
  table: string
  column: string
  row: string
}

interface KeyRow {
  kind: KeyKind
  id: string
  sealed: Uint8Array | null
}

/** Something that must be durable together with keys. */
export type Beside = (sql: Sql) => Promise<void>

/** The keys of one instance as they stand in `signal_key`, each in a sealed box of its own. */
export interface StoredKeys {
  /** Keys that are not there are left out. */
  read(kind: KeyKind, ids: readonly string[]): Promise<Map<string, unknown>>
  /**
   * Writes the whole set in one transaction, and what stands `beside` it; null erases. Values are sealed before the
   * call returns.
   */
  write(changes: SignalDataSet, beside?: Beside): Promise<void>
}

export function storedKeys(store: Store, sealer: Sealer, instanceId: string): StoredKeys {
  return {
    async read(kind, ids) {
      const found = new Map<string, unknown>()
      for (let from = 0; from < ids.length; from += ROWS_AT_ONCE) {
        const rows = await store.read
          .selectFrom('signal_key')
          .select(['id', 'sealed'])
          .where('instance_id', '=', instanceId)
          .where('kind', '=', kind)
          .where('id', 'in', ids.slice(from, from + ROWS_AT_ONCE))
          .execute()
        for (const row of rows) {
          found.set(row.id, decodeKey(kind, sealer.open(placeOfKey(instanceId, kind, row.id), row.sealed)))
        }
      }
      return found
    },
    async write(changes, beside) {
      const rows = sealAll(sealer, instanceId, changes)
      await store.write(async ({ sql }) => {
        await beside?.(sql)
        const kept = rows.filter((row) => row.sealed !== null)
        for (let from = 0; from < kept.length; from += ROWS_AT_ONCE) {
          const values = kept.slice(from, from + ROWS_AT_ONCE).map((row) => ({
            instance_id: instanceId,
            kind: row.kind,
            id: row.id,
            sealed: row.sealed ?? new Uint8Array(),
          }))
          await sql
            .insertInto('signal_key')
            .values(values)
            .onConflict((conflict) =>
              conflict
                .columns(['instance_id', 'kind', 'id'])
                .doUpdateSet((row) => ({ sealed: row.ref('excluded.sealed') })),
            )
            .execute()
        }
        for (const [kind, ids] of erasedByKind(rows)) {
          await sql
            .deleteFrom('signal_key')
            .where('instance_id', '=', instanceId)
            .where('kind', '=', kind)
            .where('id', 'in', ids)
            .execute()
        }
      })
    },
  }
}

function sealAll(sealer: Sealer, instanceId: string, changes: SignalDataSet): KeyRow[] {
  const rows: KeyRow[] = []
  for (const [name, values] of Object.entries(changes)) {
    const kind = name as KeyKind
    for (const [id, value] of Object.entries(values ?? {})) {
      const isErased = value === null || value === undefined
      const sealed = isErased ? null : sealer.seal(placeOfKey(instanceId, kind, id), encodeKey(kind, value))
      rows.push({ kind, id, sealed })
    }
  }
  return rows
}

function erasedByKind(rows: readonly KeyRow[]): Map<KeyKind, string[]> {
  const erased = new Map<KeyKind, string[]>()
  for (const row of rows) {
    if (row.sealed === null) erased.set(row.kind, [...(erased.get(row.kind) ?? []), row.id])
  }
  return erased
}

/** What a sealed key is bound to. */
export function placeOfKey(instanceId: string, kind: string, id: string): Place {
  return { table: 'signal_key', column: 'sealed', row: `${instanceId}/${kind}/${id}` }
}
