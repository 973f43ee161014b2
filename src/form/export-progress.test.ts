import { setImmediate as nextTurn } from 'node:timers/promises'
import type { KyselyPlugin } from 'kysely'
import { expect, test } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import type { Store } from '../platform/db/store.ts'
import { addInstance, describeStores } from '../platform/db/test-store.suite.ts'
import { createExportBook } from './export-book.ts'
import { exportForms } from './export-forms.ts'
import { formRow, insertRows } from './form-rows.suite.ts'
import { exportFormsQuery } from './schema-export.ts'
import type { Form } from './store.ts'

const FORMS = 5_000

describeStores((open) => {
  /** Many forms, every second one sent by `api`, the others answered and by `crm`: none is sent and by `crm`. */
  async function openWorld(count = FORMS) {
    const store = await open()
    const instanceId = await addInstance(store)
    const forms: Form[] = Array.from({ length: count }, (_, index) =>
      formRow(instanceId, index + 1, index % 2 ? { state: 'answered', source: 'crm' } : {}),
    )
    for (let from = 0; from < count; from += 500) {
      await store.write(({ sql }) => insertRows(sql, forms.slice(from, from + 500), []))
    }
    const book = createExportBook(systemClock)
    const asked = { count: 0 }
    const counting: KyselyPlugin = {
      transformQuery({ node }) {
        asked.count += 1
        return node
      },
      transformResult: async ({ result }) => result,
    }
    const read = store.read.withPlugin(counting) as Store['read']
    const begin = async (query: object) => {
      const wanted = exportFormsQuery.parse({ exportId: 'x', ...query })
      const { content } = await exportForms(
        { store: { read }, clock: systemClock, book },
        { id: instanceId, name: 'shop' },
        wanted,
      )
      return content
    }
    const progress = () => book.find(instanceId, 'x')
    return { begin, progress, asked }
  }

  test.each(['csv', 'xlsx', 'jsonl'])(
    '%s tells how far it is, never going back, and 1 only when it is whole',
    async (format) => {
      const { begin, progress } = await openWorld()
      const content = await begin({ format })
      expect(progress()).toEqual({ exportId: 'x', state: 'writing', rows: 0, done: 0 })
      const seen: number[] = []
      for await (const _ of content) seen.push(progress().done)
      expect(seen).toEqual(seen.toSorted((one, other) => one - other))
      expect(new Set(seen).size).toBeGreaterThan(5)
      await expect.poll(progress).toEqual({ exportId: 'x', state: 'done', rows: FORMS, done: 1 })
    },
  )

  test('an export without any form is done', async () => {
    const { begin, progress } = await openWorld()
    for await (const _ of await begin({ source: 'none' })) expect(progress().done).toBe(0)
    await expect.poll(progress).toEqual({ exportId: 'x', state: 'done', rows: 0, done: 1 })
  })

  test('an export whose reader goes away has failed, and reads no further', async () => {
    const { begin, progress, asked } = await openWorld()
    const content = await begin({ format: 'jsonl' })
    for await (const _ of content) if (progress().done > 0.2) break
    const atOnce = asked.count
    await expect.poll(() => progress().state).toBe('failed')
    expect(asked.count - atOnce).toBeLessThanOrEqual(2)
    expect(progress().done).toBeLessThan(0.5)
  })

  test('an export that finds nothing among much stops at once when its reader goes away', async () => {
    const { begin, progress, asked } = await openWorld(30_000)
    const content = await begin({ format: 'jsonl', state: 'sent', source: 'crm' })
    content.on('error', () => undefined)
    const before = asked.count
    content.read()
    // The whole walk takes about thirty.
    while (asked.count < before + 6) await nextTurn()
    content.destroy()
    await expect.poll(() => progress().state).toBe('failed')
    const atOnce = asked.count
    for (let turn = 0; turn < 50; turn += 1) await nextTurn()
    expect([asked.count - atOnce, asked.count - before < 18]).toEqual([0, true])
  })
})
