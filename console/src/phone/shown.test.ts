import { expect, test } from 'vitest'
import { isShownAtFirst, keepShown } from './shown.ts'

function memory() {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  }
}

test('the phone is open at first where there is room beside the page', () => {
  expect(isShownAtFirst(memory(), true)).toBe(true)
  expect(isShownAtFirst(memory(), false)).toBe(false)
})

test('the phone is found as it was left, whatever the room', () => {
  const kept = memory()
  keepShown(kept, false)
  expect(isShownAtFirst(kept, true)).toBe(false)
  keepShown(kept, true)
  expect(isShownAtFirst(kept, false)).toBe(true)
})
