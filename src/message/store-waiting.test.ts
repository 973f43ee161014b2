import { CompiledQuery } from 'kysely'
import { expect, test } from 'vitest'
import { plansOf } from '../platform/db/plans-of.suite.ts'
import type { Store } from '../platform/db/store.ts'
import { addInstance, describeStores } from '../platform/db/test-store.suite.ts'
import type { Message } from './store.ts'
import { measureSends } from './store-waiting.ts'

async function addMessages(store: Store, instance_id: string, count: number, of: Partial<Message>) {
  const rows = Array.from({ length: count }, (_, index) => ({
    ...{ instance_id, id: `${of.state}-${index}`, message_id: `${of.state}-${index}`, chat_key: 'c', type: 'text' },
    ...{ direction: 'outgoing' as const, content: '', chat_jid: null, chat_lid: null, chat_name: null },
    ...{ chat_type: 'private' as const, sender_jid: null, sender_lid: null, sender_name: null, source: 'api' },
    ...{ quoted_message_id: null, failure_code: null, failure_message: null, raw: null, due_at: null, sent_at: null },
    ...{ delivered_at: null, read_at: null, failed_at: null, state: 'read' as const, created_at: index },
    ...of,
    at: (of.at ?? 0) + index,
    ...(of.due_at == null ? {} : { due_at: of.due_at + index }),
  }))
  for (let from = 0; from < count; from += 500) {
    await store.write(({ sql }) =>
      sql
        .insertInto('message')
        .values(rows.slice(from, from + 500))
        .execute(),
    )
  }
}

describeStores((open, engine) => {
  test('sends that are not out are measured by the first of them, along the indexes of the few', async () => {
    const store = await open()
    const id = await addInstance(store)
    expect(await measureSends(store.read)).toEqual({ queued: 0, dueAt: null, sending: 0, askedAt: null })
    await addMessages(store, id, 5_000, { state: 'read' })
    await addMessages(store, id, 3, { state: 'queued', due_at: 70 })
    await addMessages(store, id, 2, { state: 'sending', at: 40 })
    expect(await measureSends(store.read)).toEqual({ queued: 3, dueAt: 70, sending: 2, askedAt: 40 })
    if (engine === 'postgres') await store.write(({ sql }) => sql.executeQuery(CompiledQuery.raw('analyze message')))
    const plans = await plansOf(store, engine === 'sqlite' ? 'explain query plan' : 'explain', measureSends)
    expect(plans).toHaveLength(2)
    for (const plan of plans) expect(plan).not.toMatch(/SCAN message$|SCAN message\n|Seq Scan on message/)
  })
})
