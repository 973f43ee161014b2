import { expect, test } from 'vitest'
import { addInstance, describeStores } from '../platform/db/test-store.suite.ts'
import { formRow, insertRows } from './form-rows.suite.ts'
import { findPassing, findPlaceBehind } from './store-list.ts'
import { walkForms } from './walk-forms.ts'

/** One look at ten forms: whatever is found was found at once. */
const ONE_LOOK = { lookedAtOnce: 10, mostLooks: 1, mostByIndex: 10 }

describeStores((open) => {
  test('of two filters the rarer one leads, however old what it finds is', async () => {
    const store = await open()
    const instance = await addInstance(store)
    const rows = Array.from({ length: 100 }, (_, index) =>
      formRow(instance, index + 1, { source: 'crm', state: index < 3 ? 'failed' : 'sent', created_at: index + 1 }),
    )
    await store.write(({ sql }) => insertRows(sql, rows))
    const filter = { source: 'crm', state: 'failed' } as const
    const { forms, next } = await walkForms(store.read, instance, filter, null, 2, ONE_LOOK)
    expect(forms.map(({ created_at: at }) => at)).toEqual([3, 2])
    const rest = await walkForms(store.read, instance, filter, next, 2, ONE_LOOK)
    expect([rest.forms.map(({ created_at: at }) => at), rest.next]).toEqual([[1], null])
  })

  test('two filters that never meet are looked through at once when one of them finds little', async () => {
    const store = await open()
    const instance = await addInstance(store)
    const rows = Array.from({ length: 60 }, (_, index) =>
      formRow(instance, index + 1, index < 3 ? { source: 'old', state: 'sent' } : { source: 'crm', state: 'failed' }),
    )
    await store.write(({ sql }) => insertRows(sql, rows))
    const found = await walkForms(store.read, instance, { source: 'crm', state: 'sent' }, null, 2, ONE_LOOK)
    expect(found).toEqual({ forms: [], next: null })
  })

  test('a form that comes in the middle of a look pushes none out of it', async () => {
    const store = await open()
    const instance = await addInstance(store)
    const row = (number: number) => formRow(instance, number, { source: 'crm', state: 'sent', created_at: number })
    await store.write(({ sql }) =>
      insertRows(
        sql,
        Array.from({ length: 30 }, (_, index) => row(index + 1)),
      ),
    )
    const filter = { source: 'crm', state: 'sent' } as const
    const end = await findPlaceBehind(store.read, instance, filter, { lead: 'source', after: null, count: 10 })
    await store.write(({ sql }) => insertRows(sql, [row(31), row(32)]))
    const stretch = { lead: 'source', after: null, end, among: 10, limit: 50 } as const
    const found = await findPassing(store.read, instance, filter, stretch)
    expect(found.map(({ createdAt }) => createdAt)).toEqual([32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21])
  })
})
