import { type OperationNode, type RootOperationNode, TableNode } from 'kysely'
import type { Store, Transaction, WriteOptions } from '../store.ts'
import { rememberFor } from './look-up.ts'
import { createMemory, type Touched } from './memory.ts'
import { tellingQueries } from './telling-queries.ts'

/**
 * The same store, which remembers what `recall` found until a transaction that changed one of its tables has ended. One
 * process owns the store, and every change passes here as a query: nobody has to say what it makes out of date. Tallies
 * alone do not, and are kept of nothing that is looked up here. The
 * transaction's own look-ups, and those of others in its batch, are made on the store from its first change on.
 */
export function rememberStore(store: Store): Store {
  const memory = createMemory()
  rememberFor(store.read, memory)

  async function write<Result>(
    unit: (transaction: Transaction) => Promise<Result>,
    options?: WriteOptions,
  ): Promise<Result> {
    const touched = new Set<Touched>()
    let isOver = false
    function settle(): void {
      isOver = true
      memory.settle(touched)
      touched.clear()
    }
    try {
      return await store.write((transaction) => {
        // First of all its tasks: what follows the commit reads what was committed.
        transaction.afterCommit(settle)
        const sql = tellingQueries(transaction.sql, (query) => {
          const table = changedBy(query)
          // What comes after the end is refused by the store.
          if (table === null || isOver || touched.has(table)) return
          touched.add(table)
          memory.touch(table)
        })
        rememberFor(sql, memory)
        return unit({ ...transaction, sql })
      }, options)
    } catch (error) {
      // Nobody knows of a commit that broke off whether it was kept.
      settle()
      throw error
    }
  }

  return { ...store, write }
}

/** What hangs on them goes with them. */
const ROOTS: readonly string[] = ['account', 'instance']

/** What a query changes; null: nothing. Pure. */
function changedBy(node: RootOperationNode): Touched | null {
  switch (node.kind) {
    case 'SelectQueryNode':
      return node.with === undefined ? null : 'every'
    case 'InsertQueryNode':
      return node.with === undefined ? named(node.into) : 'every'
    case 'UpdateQueryNode':
      return node.with === undefined ? named(node.table) : 'every'
    case 'DeleteQueryNode': {
      const table = named(node.from.froms[0])
      return node.with !== undefined || ROOTS.includes(table) ? 'every' : table
    }
    default:
      return 'every'
  }
}

function named(node: OperationNode | undefined): Touched {
  return node !== undefined && TableNode.is(node) ? (node.table.identifier.name as Touched) : 'every'
}
