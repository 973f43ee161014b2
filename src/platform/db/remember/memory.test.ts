import { expect, test } from 'vitest'
import type { Sql } from '../store.ts'
import type { LookUp } from './look-up.ts'
import { createMemory } from './memory.ts'

const sql = {} as Sql

/** A look-up that tells what it was asked for, and answers when it is let. */
function lookUpOf(answer: (key: string) => Promise<string | null>) {
  const asked: string[] = []
  const lookUp: LookUp<string> = {
    tables: ['webhook', 'instance'],
    find: (_, key) => {
      asked.push(key)
      return answer(key)
    },
  }
  return { lookUp, asked }
}

test('what was found is not looked up again; what was not found is', async () => {
  const { lookUp, asked } = lookUpOf(async (key) => (key === 'here' ? 'found' : null))
  const memory = createMemory()
  for (const key of ['here', 'here', 'nowhere', 'nowhere']) await memory.recall(sql, lookUp, [key])
  expect(asked).toEqual(['here', 'nowhere', 'nowhere'])
})

test('a read that began before a commit and ended after it is not remembered', async () => {
  const gate = Promise.withResolvers<string>()
  let answer: Promise<string> = gate.promise
  const { lookUp } = lookUpOf(() => answer)
  const memory = createMemory()
  const old = memory.recall(sql, lookUp, ['it'])
  memory.touch('webhook')
  memory.settle(['webhook'])
  gate.resolve('old')
  expect(await old).toBe('old')
  answer = Promise.resolve('new')
  expect(await memory.recall(sql, lookUp, ['it'])).toBe('new')
})

test('while a table is being changed nothing of it is told out of memory, or kept', async () => {
  let answer = 'committed'
  const { lookUp } = lookUpOf(async () => answer)
  const memory = createMemory()
  await memory.recall(sql, lookUp, ['it'])
  memory.touch('instance')
  memory.touch('instance')
  answer = 'changed by the first'
  expect(await memory.recall(sql, lookUp, ['it'])).toBe('changed by the first')
  memory.settle(['instance'])
  answer = 'changed by the second'
  expect(await memory.recall(sql, lookUp, ['it'])).toBe('changed by the second')
  answer = 'the second is rolled back'
  memory.settle(['instance'])
  expect(await memory.recall(sql, lookUp, ['it'])).toBe('the second is rolled back')
})

test('a change of another table makes nothing forgotten; one of every table does', async () => {
  const { lookUp, asked } = lookUpOf(async (key) => key)
  const memory = createMemory()
  await memory.recall(sql, lookUp, ['it'])
  memory.touch('message')
  await memory.recall(sql, lookUp, ['it'])
  memory.settle(['message'])
  await memory.recall(sql, lookUp, ['it'])
  expect(asked).toEqual(['it'])
  memory.touch('every')
  memory.settle(['every'])
  await memory.recall(sql, lookUp, ['it'])
  expect(asked).toEqual(['it', 'it'])
})

test('of too many the one that was asked for longest ago is forgotten', async () => {
  const { lookUp, asked } = lookUpOf(async (key) => key)
  const memory = createMemory(2)
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await memory.recall(sql, lookUp, [key])
  expect(asked).toEqual(['a', 'b', 'c', 'b'])
})
