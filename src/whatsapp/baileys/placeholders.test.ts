import { expect, test } from 'vitest'
import { createPlaceholders } from './placeholders.ts'

const message = (id: string, ...tags: string[]) => ({
  tag: 'message',
  attrs: { id },
  content: tags.map((tag) => ({ tag, attrs: {} })),
})

test('a message that cannot be decrypted is not asked of our phone first, which could fail and would stop the line', async () => {
  const placeholders = createPlaceholders()
  placeholders.note(message('M1', 'enc', 'device-identity'))
  expect(await placeholders.get('M1')).toBe(true)
})

test('a message without content is asked for once, also when another came under its id', async () => {
  const placeholders = createPlaceholders()
  placeholders.note(message('M1', 'enc'))
  placeholders.note(message('M1', 'unavailable'))
  expect(await placeholders.get('M1')).toBeUndefined()
  await placeholders.set('M1', { pushName: 'Ana' })
  expect(await placeholders.get('M1')).toEqual({ pushName: 'Ana' })
  await placeholders.del('M1')
  expect(await placeholders.get('M1')).toBeUndefined()
})
