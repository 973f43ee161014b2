import { expect, test } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import { addInstance, describeStores } from '../platform/db/test-store.suite.ts'
import { createAnswerDesk } from './answer-desk.ts'
import { findForm } from './find-form.ts'
import { insertForm } from './store.ts'
import { insertAnswer } from './store-answers.ts'

const WANTED = { flowToken: undefined, messageId: 'm', waitMs: 0, hungUp: new AbortController().signal }

describeStores((open) => {
  async function read(sizes: readonly number[]) {
    const store = await open()
    const instance_id = await addInstance(store)
    const number = '5511911112222'
    const count = sizes.length
    await store.write(async ({ sql }) => {
      await insertForm(sql, {
        ...{ id: 'f', instance_id, message_id: 'm', form_type: 'custom', state: 'answered', late: 0, number },
        ...{ chat_type: 'private', message: '', source: 'api', fields: '[]', custom_fields: '[]', params: '{}' },
        ...{ created_at: 1, answer_count: count, latest_answer_id: `a${String(count - 1).padStart(3, '0')}` },
      })
      for (const [index, size] of sizes.entries()) {
        const id = `a${String(index).padStart(3, '0')}`
        const raw = 'x'.repeat(size)
        await insertAnswer(sql, {
          ...{ id, instance_id, form_id: 'f', chat_key: 'c', message_id: id, revision: index + 1, at: 1_000 + index },
          ...{ late: 0, raw, erased: 0, answers: '{}' },
        })
      }
    })
    const form = await findForm({ store, answers: createAnswerDesk(systemClock) }, instance_id, WANTED)
    return { ...form, shown: form.revisions?.map(({ revision }) => revision) ?? [] }
  }

  test('a form that was submitted again and again is shown with its newest submissions, in bounded size', async () => {
    const often = await read(Array(60).fill(10))
    expect([often.answerCount, often.shown.length, often.shown[0], often.shown.at(-1)]).toEqual([60, 50, 11, 60])
    const large = await read(Array(6).fill(262_144))
    expect(large.shown).toEqual([3, 4, 5, 6])
    expect((await read([2_000_000])).shown).toEqual([1])
    expect((await read([])).shown).toEqual([])
  })
})
