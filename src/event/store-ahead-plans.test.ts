import { CompiledQuery, createQueryId, type KyselyPlugin, type RootOperationNode } from 'kysely'
import { expect, test } from 'vitest'
import type { Sql, Store } from '../platform/db/store.ts'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { findBusyWebhooks, findDue, findNextDue, findOfChat } from './store-deliveries.ts'

async function planOf(store: Store, explain: string, run: (sql: Sql) => Promise<unknown>): Promise<string> {
  const nodes: RootOperationNode[] = []
  const listener: KyselyPlugin = {
    transformQuery({ node }) {
      nodes.push(node)
      return node
    },
    transformResult: async ({ result }) => result,
  }
  await run(store.read.withPlugin(listener))
  const plans: string[] = []
  for (const node of nodes) {
    const { sql, parameters } = store.read.getExecutor().compileQuery(node, createQueryId())
    const query = CompiledQuery.raw(`${explain} ${sql}`, [...parameters])
    const { rows } = await store.read.executeQuery<Record<string, string>>(query)
    plans.push(rows.map((row) => row['detail'] ?? row['QUERY PLAN']).join('\n'))
  }
  return plans.join('\n')
}

const PAGE = { now: 9, after: { at: 3, sequence: 7 }, limit: 500 }

// PostgreSQL plans by what it has counted in a table, and of an empty one it would read all.
describeStores((open, engine) => {
  if (engine === 'postgres') return
  test('what waits is walked along its indexes, without sorting', async () => {
    const store = await open()
    const explain = 'explain query plan'
    const page = await planOf(store, explain, (sql) => findDue(sql, 'whk_1', PAGE))
    expect(page).toContain('delivery_by_webhook_id_next_attempt_at_event_seq (webhook_id=?')
    expect(page).toContain('delivery_by_webhook_id_order_key (webhook_id=? AND order_key=?)')
    const chat = await planOf(store, explain, (sql) => findOfChat(sql, 'whk_1', 'chat', 32))
    expect(chat).toContain('delivery_by_chat (webhook_id=? AND order_key=? AND event_seq>?)')
    const next = await planOf(store, explain, (sql) => findNextDue(sql, 'whk_1', 9))
    expect(next).toContain('delivery_by_webhook_id_next_attempt_at_event_seq (webhook_id=? AND next_attempt_at>?)')
    const busy = await planOf(store, explain, (sql) => findBusyWebhooks(sql))
    expect(busy).toMatch(/SEARCH delivery .*\(webhook_id=\?\)/)
    for (const plan of [page, chat, next]) expect(plan).not.toMatch(/TEMP B-TREE|SCAN/)
  })
})
