import { expect, test } from 'vitest'
import { addInstance, describeStores } from '../platform/db/test-store.suite.ts'
import { answerRow, idOf, insertRows } from './form-rows.suite.ts'
import { listUnmatched } from './list-unmatched.ts'
import { listUnmatchedQuery } from './schema-unmatched.ts'
import type { Answer } from './store-answers.ts'

describeStores((open) => {
  async function keep(answers: readonly Partial<Answer>[]) {
    const store = await open()
    const instance = await addInstance(store)
    const other = await addInstance(store, 'other')
    const rows = answers.map((answer, index) => answerRow(instance, index + 1, { reason: 'unknown_form', ...answer }))
    await store.write(({ sql }) => insertRows(sql, [], [...rows, answerRow(other, 1_000)]))
    const page = (query: object) => listUnmatched(store, instance, listUnmatchedQuery.parse(query))
    return { store, instance, page }
  }

  test('answers without a form are told the newest first, page by page, while others arrive', async () => {
    const { store, instance, page } = await keep([{}, {}, { form_id: 'f' }, {}, { erased: 1, raw: '' }, {}])
    const first = await page({ limit: 2 })
    expect([first.answers.map(({ id }) => id), first.nextCursor]).toEqual([
      [idOf('ans', 6), idOf('ans', 5)],
      idOf('ans', 5),
    ])
    expect(first.answers[1]).toMatchObject({ erased: true, raw: '' })
    await store.write(({ sql }) => insertRows(sql, [], [answerRow(instance, 7)]))
    const second = await page({ limit: '3', cursor: first.nextCursor })
    expect([second.answers.map(({ id }) => id), second.nextCursor]).toEqual([
      [idOf('ans', 4), idOf('ans', 2), idOf('ans', 1)],
      null,
    ])
    expect(await page({ cursor: idOf('ans', 1) })).toEqual({ answers: [], nextCursor: null })
  })

  test('a page holds at most 4 MiB of what came in, and one answer at least', async () => {
    const raw = 'é'.repeat(131_072)
    const { page } = await keep([{ raw: 'x'.repeat(5_000_000) }, ...Array(20).fill({ raw })])
    const first = await page({})
    expect([first.answers.length, first.nextCursor]).toEqual([16, idOf('ans', 6)])
    const second = await page({ cursor: first.nextCursor })
    expect([second.answers.length, second.nextCursor]).toEqual([4, idOf('ans', 2)])
    const third = await page({ cursor: second.nextCursor })
    expect([third.answers.length, third.nextCursor]).toEqual([1, null])
  })

  test.each(['garbage', 'frm_00000000000000000001', "ans_'"])('the cursor %j is refused', async (cursor) => {
    const { page } = await keep([])
    await expect(page({ cursor })).rejects.toMatchObject({ code: 'request_invalid', details: [{ path: 'cursor' }] })
  })
})
