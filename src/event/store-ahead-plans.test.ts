import { expect, test } from 'vitest'
import { plansOf } from '../platform/db/plans-of.suite.ts'
import type { Sql } from '../platform/db/store.ts'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { findBusyWebhooks, findDue, findNextDue, findOfChat } from './store-deliveries.ts'

const PAGE = { now: 9, after: { at: 3, sequence: 7 }, limit: 500 }

// PostgreSQL plans by what it has counted in a table, and of an empty one it would read all.
describeStores((open, engine) => {
  if (engine === 'postgres') return
  test('what waits is walked along its indexes, without sorting', async () => {
    const store = await open()
    const planOf = async (run: (sql: Sql) => Promise<unknown>) =>
      (await plansOf(store, 'explain query plan', run)).join('\n')
    const page = await planOf((sql) => findDue(sql, 'whk_1', PAGE))
    expect(page).toContain('delivery_by_webhook_id_next_attempt_at_event_seq (webhook_id=?')
    expect(page).toContain('delivery_by_webhook_id_order_key (webhook_id=? AND order_key=?)')
    const chat = await planOf((sql) => findOfChat(sql, 'whk_1', 'chat', 32))
    expect(chat).toContain('delivery_by_chat (webhook_id=? AND order_key=? AND event_seq>?)')
    const next = await planOf((sql) => findNextDue(sql, 'whk_1', 9))
    expect(next).toContain('delivery_by_webhook_id_next_attempt_at_event_seq (webhook_id=? AND next_attempt_at>?)')
    const busy = await planOf((sql) => findBusyWebhooks(sql))
    expect(busy).toMatch(/SEARCH delivery .*\(webhook_id=\?\)/)
    for (const plan of [page, chat, next]) expect(plan).not.toMatch(/TEMP B-TREE|SCAN/)
  })
})
