import type { Schema } from '../schema.ts'
import type { Sql } from '../store.ts'

export type Table = keyof Schema

/** A look-up that nearly every request makes, of rows that change rarely. */
export interface LookUp<Found, Key extends readonly string[] = [key: string]> {
  /** Every table that it reads. */
  readonly tables: readonly Table[]
  /** What stands under a key; null when there is nothing, which is never remembered. */
  find(sql: Sql, ...key: Key): Promise<Found | null>
}

/** What one store remembers. */
export interface Memory {
  recall<Found, Key extends readonly string[]>(sql: Sql, lookUp: LookUp<Found, Key>, key: Key): Promise<Found | null>
}

const memories = new WeakMap<Sql, Memory>()

/** Lets look-ups by these queries be answered out of a memory. */
export function rememberFor(sql: Sql, memory: Memory): void {
  memories.set(sql, memory)
}

/**
 * What `lookUp` finds, as it is committed or as this transaction has it: out of memory where the store remembers
 * (`remember-store.ts`), and nothing has changed since. What comes back is shared: it is not to be written to.
 */
export async function recall<Found, Key extends readonly string[]>(
  sql: Sql,
  lookUp: LookUp<Found, Key>,
  ...key: Key
): Promise<Found | null> {
  const memory = memories.get(sql)
  return memory ? memory.recall(sql, lookUp, key) : lookUp.find(sql, ...key)
}
