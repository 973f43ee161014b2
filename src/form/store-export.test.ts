import { expect, test } from 'vitest'
import { addInstance, describeStores } from '../platform/db/test-store.suite.ts'
import { insertForm } from './store.ts'
import { insertAnswer } from './store-answers.ts'
import { findSubmissions } from './store-export.ts'

describeStores((open) => {
  /** Forms `frm_0`, `frm_1`, … with as many submissions each as is said, the size of each the same. */
  async function world(counts: readonly number[], size: number, answers: string | null = null) {
    const store = await open()
    const instanceId = await addInstance(store)
    for (const [index, count] of counts.entries()) {
      const id = `frm_${index}`
      await store.write(async ({ sql }) => {
        await insertForm(sql, {
          ...{ id, instance_id: instanceId, message_id: id, form_type: 'custom', state: 'answered', late: 0 },
          ...{ number: '55', chat_type: 'private', message: '', source: 'api', fields: '[]', custom_fields: '[]' },
          ...{ params: '{}', created_at: index, answer_count: count },
        })
        for (let revision = 1; revision <= count; revision += 1) {
          await insertAnswer(sql, {
            ...{ id: `ans_${index}_${revision}`, instance_id: instanceId, form_id: id, chat_key: 'c' },
            ...{ message_id: `${index}-${revision}`, revision, at: revision >> 1, late: 0, erased: 0 },
            ...{ raw: 'x'.repeat(size), answers },
          })
        }
      })
    }
    return store
  }

  async function pagesOf(counts: readonly number[], size: number, answers: string | null = null) {
    const store = await world(counts, size, answers)
    const pages: string[][] = []
    for await (const page of findSubmissions(
      store.read,
      counts.map((_, index) => `frm_${index}`),
    )) {
      pages.push(page.map(({ message_id: name }) => name))
    }
    return pages
  }

  test('the newest form comes first, its first submission first, each once', async () => {
    const counts = [3, 0, 1_203, 1]
    const expected = counts
      .flatMap((count, form) => Array.from({ length: count }, (_, index) => ({ form, revision: index + 1 })))
      .toSorted((one, other) => other.form - one.form || one.revision - other.revision)
      .map(({ form, revision }) => `${form}-${revision}`)
    const found = (await pagesOf(counts, 10)).flat()
    expect(new Set(found)).toEqual(new Set(expected))
    expect(found.length).toBe(expected.length)
    expect(found[0]).toBe('3-1')
    expect(found.slice(-3)).toEqual(['0-1', '0-2', '0-3'])
  })

  test('large submissions are read a few at a time', async () => {
    const pages = await pagesOf([7], 250_000)
    expect(pages.map((page) => page.length)).toEqual([4, 3])
  })

  test('what an answer says counts too, by its bytes', async () => {
    const pages = await pagesOf([7], 10, JSON.stringify('é'.repeat(150_000)))
    expect(pages.map((page) => page.length)).toEqual([3, 3, 1])
  })

  test('forms that nobody answered have none', async () => {
    expect(await pagesOf([0, 0], 1)).toEqual([])
  })
})
