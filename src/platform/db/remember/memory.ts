import type { Sql } from '../store.ts'
import type { LookUp, Memory, Table } from './look-up.ts'

/** So many results of one look-up are kept; beyond that the one that was asked for longest ago goes. */
const MOST_KEPT = 2_000

/** A table, or all of them. */
export type Touched = Table | 'every'

/** A memory that is told of every change: before its statement runs, and when its transaction has ended. */
export interface ToldMemory extends Memory {
  /** A table is about to be changed. From here on nothing of it is told out of memory, or kept. */
  touch(table: Touched): void
  /** The transactions of these changes have ended, however: what was kept of the tables is forgotten. */
  settle(tables: Iterable<Touched>): void
}

/** A look-up, by what it reads. */
type Tables = Pick<LookUp<unknown>, 'tables'>

interface Shelf {
  readonly tables: readonly Table[]
  readonly found: Map<string, unknown>
  /** Changes whenever it is emptied: what was being read then may be out of date already. */
  age: number
}

export function createMemory(most: number = MOST_KEPT): ToldMemory {
  const shelves = new Map<Tables, Shelf>()
  /** How many open transactions have changed a table. */
  const changing = new Map<Touched, number>()

  function shelfOf(lookUp: Tables): Shelf {
    const known = shelves.get(lookUp)
    if (known) return known
    const shelf = { tables: lookUp.tables, found: new Map<string, unknown>(), age: 0 }
    shelves.set(lookUp, shelf)
    return shelf
  }

  function isChanging({ tables }: Shelf): boolean {
    return changing.size > 0 && (changing.has('every') || tables.some((table) => changing.has(table)))
  }

  function keep({ found }: Shelf, name: string, value: unknown): void {
    found.delete(name)
    found.set(name, value)
    if (found.size > most) found.delete(found.keys().next().value ?? name)
  }

  return {
    async recall<Found, Key extends readonly string[]>(sql: Sql, lookUp: LookUp<Found, Key>, key: Key) {
      const shelf = shelfOf(lookUp)
      const name = key.join('\n')
      const known = isChanging(shelf) ? undefined : (shelf.found.get(name) as Found | undefined)
      const { age } = shelf
      const value = known ?? (await lookUp.find(sql, ...key))
      if (value !== null && shelf.age === age && !isChanging(shelf)) keep(shelf, name, value)
      return value
    },
    touch(table) {
      changing.set(table, (changing.get(table) ?? 0) + 1)
    },
    settle(tables) {
      for (const table of tables) {
        const left = (changing.get(table) ?? 0) - 1
        if (left > 0) changing.set(table, left)
        else changing.delete(table)
        for (const shelf of shelves.values()) {
          if (table !== 'every' && !shelf.tables.includes(table)) continue
          shelf.found.clear()
          shelf.age += 1
        }
      }
    },
  }
}
