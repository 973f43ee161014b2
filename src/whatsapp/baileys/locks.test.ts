import { expect, test } from 'vitest'
import { createLocks } from './locks.ts'

test('work under another name does not wait', async () => {
  const locks = createLocks()
  const gate = Promise.withResolvers<void>()
  const held = locks.hold(['phone', 'lid'], () => gate.promise)
  expect(await locks.hold(['another'], async () => 'done')).toBe('done')
  gate.resolve()
  await held
})

test('of those who want the same name, one has it', async () => {
  const locks = createLocks()
  let busy = 0
  let most = 0
  const work = async () => {
    busy += 1
    most = Math.max(most, busy)
    await new Promise((resolve) => setImmediate(resolve))
    busy -= 1
  }
  await Promise.all(Array.from({ length: 20 }, (_, index) => locks.hold(index % 2 ? ['a', 'b'] : ['b'], work)))
  expect(most).toBe(1)
})

test('work that fails gives its names back', async () => {
  const locks = createLocks()
  await expect(locks.hold(['a', 'a'], () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await locks.hold(['a'], async () => 'free')).toBe('free')
})
