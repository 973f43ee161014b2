import { expect, test } from 'vitest'
import { addInstance, describeStores } from '../platform/db/test-store.suite.ts'
import type { TypedAnswer } from './domain/typed.ts'
import { answerRow } from './form-rows.suite.ts'
import { countColumns, findColumns } from './store-columns.ts'

describeStores((open) => {
  async function world() {
    const store = await open()
    const instance = await addInstance(store)
    let number = 0
    const count = (typed: TypedAnswer, by: 1 | -1 = 1) => {
      number += 1
      const answer = answerRow(instance, number, { answers: JSON.stringify(typed) })
      return store.write(({ sql }) => countColumns(sql, answer, by))
    }
    return { store, instance, count, columns: () => findColumns(store.read, instance) }
  }
  const keys = (names: readonly string[]): TypedAnswer => ({
    other: names.map((key) => ({ key, label: key, value: '1' })),
  })
  const asked = (label: string): TypedAnswer => ({ customFields: [{ label, value: '1' }] })

  test('a column is there as long as an answer has it, the most frequent first', async () => {
    const { count, columns } = await world()
    await count({ ...keys(['a', 'b']), ...asked('Empresa') })
    await count(keys(['b']))
    expect(await columns()).toEqual({ custom: ['Empresa'], other: ['b', 'a'] })
    await count({ ...keys(['a', 'b']), ...asked('Empresa') }, -1)
    expect(await columns()).toEqual({ custom: [], other: ['b'] })
    await count(keys(['b']), -1)
    expect(await columns()).toEqual({ custom: [], other: [] })
  })

  test('keys that somebody makes up push out neither one’s own questions nor keys that are known', async () => {
    const { count, columns } = await world()
    await count({ ...keys(['known']), ...asked('Empresa') })
    for (let round = 0; round < 51; round += 1) {
      await count(keys(Array.from({ length: 100 }, (_, index) => `made up ${round} ${index}`)))
    }
    for (let times = 0; times < 3; times += 1) await count({ ...keys(['known']), ...asked('Cargo') })
    const { custom, other } = await columns()
    expect([custom, other[0], other.includes('made up 50 99')]).toEqual([['Cargo', 'Empresa'], 'known', false])
    for (let times = 0; times < 4; times += 1) await count({ ...keys(['known']), ...asked('Cargo') }, -1)
    expect((await columns()).other).not.toContain('known')
  })
})
