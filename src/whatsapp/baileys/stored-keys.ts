import type { SignalDataSet } from '@whiskeysockets/baileys'
import { prepared } from '../../platform/db/prepared.ts'
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

interface KeptRow {
  instance_id: string
  kind: KeyKind
  id: string
  sealed: Uint8Array
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

const findKeys = prepared((sql, given: { instanceId: string; kind: KeyKind; ids: readonly string[] }) =>
  sql
    .selectFrom('signal_key')
    .select(['id', 'sealed'])
    .where('instance_id', '=', given.instanceId)
    .where('kind', '=', given.kind)
    .where('id', 'in', given.ids),
)

const keepKeys = prepared((sql, given: { rows: readonly KeptRow[] }) =>
  sql
    .insertInto('signal_key')
    .values(given.rows)
    .onConflict((conflict) =>
      conflict.columns(['instance_id', 'kind', 'id']).doUpdateSet((row) => ({ sealed: row.ref('excluded.sealed') })),
    ),
)

const eraseKeys = prepared((sql, given: { instanceId: string; kind: KeyKind; ids: readonly string[] }) =>
  sql
    .deleteFrom('signal_key')
    .where('instance_id', '=', given.instanceId)
    .where('kind', '=', given.kind)
    .where('id', 'in', given.ids),
)

export function storedKeys(store: Store, sealer: Sealer, instanceId: string): StoredKeys {
  return {
    async read(kind, ids) {
      const found = new Map<string, unknown>()
      for (const some of portions(ids)) {
        for (const row of await findKeys.rows(store.read, { instanceId, kind, ids: some })) {
          found.set(row.id, decodeKey(kind, sealer.open(placeOfKey(instanceId, kind, row.id), row.sealed)))
        }
      }
      return found
    },
    async write(changes, beside) {
      const { kept, erased } = sealAll(sealer, instanceId, changes)
      await store.write(async ({ sql }) => {
        await beside?.(sql)
        for (const rows of portions(kept)) await keepKeys.run(sql, { rows })
        for (const [kind, ids] of erased) await eraseKeys.run(sql, { instanceId, kind, ids })
      })
    },
  }
}

function* portions<Item>(items: readonly Item[]): Iterable<readonly Item[]> {
  for (let from = 0; from < items.length; from += ROWS_AT_ONCE) yield items.slice(from, from + ROWS_AT_ONCE)
}

function sealAll(sealer: Sealer, instanceId: string, changes: SignalDataSet) {
  const kept: KeptRow[] = []
  const erased = new Map<KeyKind, string[]>()
  for (const [name, values] of Object.entries(changes)) {
    const kind = name as KeyKind
    for (const [id, value] of Object.entries(values ?? {})) {
      if (value === null || value === undefined) {
        const ids = erased.get(kind)
        if (ids === undefined) erased.set(kind, [id])
        else ids.push(id)
      } else {
        const sealed = sealer.seal(placeOfKey(instanceId, kind, id), encodeKey(kind, value))
        kept.push({ instance_id: instanceId, kind, id, sealed })
      }
    }
  }
  return { kept, erased }
}

/** What a sealed key is bound to. */
export function placeOfKey(instanceId: string, kind: string, id: string): Place {
  return { table: 'signal_key', column: 'sealed', row: `${instanceId}/${kind}/${id}` }
}
