import { expect, test } from 'vitest'
import { movableClock } from './rig.suite.ts'
import { createSlots, type Slot } from './slots.ts'

function takenFrom(slots: ReturnType<typeof createSlots>, count: number): Slot[] {
  return Array.from({ length: count }, () => slots.take('quick', () => {}) ?? expect.unreachable('no slot was free'))
}

test('one that was told of a free slot and has nothing to call any more does not keep the next from it', () => {
  const slots = createSlots(movableClock(), { new: 2, quick: 2, slow: 2 })
  const [first] = takenFrom(slots, 2)
  const asked: string[] = []
  slots.take('quick', () => void asked.push('has nothing'))
  slots.take('quick', () => {
    asked.push('takes it')
    slots.take('quick', () => {})
  })
  slots.take('quick', () => void asked.push('waits on'))
  first?.release()
  expect(asked).toEqual(['has nothing', 'takes it'])
})

test('those who wait take turns, one slot each', () => {
  const slots = createSlots(movableClock(), { new: 1, quick: 1, slow: 1 })
  let [current] = takenFrom(slots, 1)
  const turns: string[] = []
  const queueUp = (name: string) => {
    current =
      slots.take('quick', () => {
        turns.push(name)
        queueUp(name)
        queueUp(name)
      }) ?? current
  }
  queueUp('a')
  queueUp('b')
  for (let turn = 0; turn < 4; turn += 1) current?.release()
  expect(turns).toEqual(['a', 'b', 'a', 'b'])
})

test('a quick call that takes longer than a second leaves its slot to another, and is counted once', () => {
  const clock = movableClock()
  const slots = createSlots(clock, { new: 1, quick: 1, slow: 1 })
  const [hanging] = takenFrom(slots, 1)
  let free = 0
  const count = () => {
    free += 1
  }
  expect(slots.take('quick', count)).toBeNull()
  clock.advance(1_000)
  expect(free).toBe(1)
  const [next] = takenFrom(slots, 1)
  expect(slots.take('slow', count)).toBeNull()
  hanging?.release()
  hanging?.release()
  expect(free).toBe(2)
  expect(slots.take('quick', () => {})).toBeNull()
  next?.release()
})
