import { expect, test } from 'vitest'
import { CHAT_AHEAD, type ChatQueue, createChatQueue, type Due, HOLDS_BACK, type Waiting } from './chat-queue.ts'

function row(sequence: number, orderKey: string | null, attempts = 0, isHeldBack = false): Due {
  return { id: `dlv_${sequence}`, orderKey, sequence, attempts, isHeldBack }
}

function takeAll(queue: ChatQueue): number[] {
  const taken: Waiting[] = []
  for (let next = queue.next(); next; next = queue.next()) taken.push(next)
  return taken.map(({ sequence }) => sequence)
}

test('of a chat one delivery is under way at a time, and the next follows it', () => {
  const queue = createChatQueue()
  queue.fill([row(1, 'a'), row(2, 'a'), row(3, 'b'), row(4, null), row(5, null)])
  expect(takeAll(queue)).toEqual([1, 3, 4, 5])
  queue.done(row(1, 'a'), 'over')
  expect(takeAll(queue)).toEqual([2])
  queue.done(row(2, 'a'), 'over')
  expect(queue.wanting()).toEqual([])
})

test('what is read again while it is under way does not begin twice', () => {
  const queue = createChatQueue()
  const rows = [row(1, 'a'), row(2, null)]
  queue.fill(rows)
  expect(takeAll(queue)).toEqual([1, 2])
  queue.fill(rows)
  expect(takeAll(queue)).toEqual([])
})

test('of a chat only the first are remembered; the others are read when those are over', () => {
  const queue = createChatQueue()
  queue.fill(Array.from({ length: 500 }, (_, index) => row(index, 'a')))
  expect(queue.size()).toBeLessThanOrEqual(CHAT_AHEAD + 1)
  for (let sequence = 0; queue.hasNext(); sequence += 1) {
    expect(takeAll(queue)).toEqual([sequence])
    queue.done(row(sequence, 'a'), 'over')
  }
  expect(queue.wanting()).toEqual(['a'])
  queue.fill([row(900, 'a')])
  expect(queue.hasNext()).toBe(false)
  queue.fillChat('a', [row(CHAT_AHEAD, 'a')], true)
  expect(takeAll(queue)).toEqual([CHAT_AHEAD])
})

test('a chat that is held is forgotten, and what it holds back comes after it', () => {
  const queue = createChatQueue()
  queue.fill([row(1, 'a'), row(2, 'a')])
  takeAll(queue)
  queue.done(row(1, 'a'), 'held')
  expect([queue.hasNext(), queue.size(), queue.wanting()]).toEqual([false, 0, []])
  queue.fill([row(3, 'a', 0, true)])
  expect(queue.hasNext()).toBe(false)
  queue.fill([row(1, 'a', 1)])
  expect(takeAll(queue)).toEqual([1])
  queue.done(row(1, 'a', 1), 'over')
  expect(queue.wanting()).toEqual(['a'])
})

test('one that comes while what holds it back is under way is not forgotten', () => {
  const queue = createChatQueue()
  queue.want('a')
  queue.fillChat('a', [row(1, 'a', 1)], false)
  takeAll(queue)
  queue.fill([row(2, 'a', 0, true)])
  queue.done(row(1, 'a', 1), 'over')
  expect(queue.wanting()).toEqual(['a'])
})

test('one that failed three times is overtaken', () => {
  const queue = createChatQueue()
  queue.fill([row(1, 'a', HOLDS_BACK), row(2, 'a'), row(3, 'a', HOLDS_BACK, true)])
  expect(takeAll(queue)).toEqual([1, 2, 3])
})

test('one that is under way without an order, and was replayed, does not begin beside itself; its chat waits', () => {
  const queue = createChatQueue()
  queue.fill([row(1, 'a', HOLDS_BACK)])
  takeAll(queue)
  queue.fill([row(1, 'a'), row(2, 'a')])
  expect(takeAll(queue)).toEqual([])
  queue.done(row(1, 'a', HOLDS_BACK), 'over')
  expect(queue.wanting()).toEqual(['a'])
  queue.fillChat('a', [row(2, 'a')], false)
  expect(takeAll(queue)).toEqual([2])
})

test('of one that failed a third time the store says whether its chat waits: it may have been replayed', () => {
  const queue = createChatQueue()
  queue.want('a')
  queue.fillChat('a', [row(1, 'a', HOLDS_BACK - 1), row(2, 'a')], false)
  queue.next()
  queue.done(row(1, 'a', HOLDS_BACK - 1), 'failed')
  expect([queue.hasNext(), queue.wanting()]).toEqual([false, ['a']])
})

test('one that was replayed while its chat was remembered begins once, whichever copy is met first', () => {
  const queue = createChatQueue()
  queue.fill([row(0, 'a'), row(2, 'a', HOLDS_BACK)])
  queue.next()
  queue.fill([row(2, 'a'), row(3, 'a')])
  expect(takeAll(queue)).toEqual([2])
  queue.done(row(0, 'a'), 'over')
  expect(takeAll(queue)).toEqual([])
  queue.done(row(2, 'a', HOLDS_BACK), 'failed')
  expect(queue.wanting()).toEqual(['a'])
  queue.fillChat('a', [row(2, 'a', 1)], true)
  queue.next()
  queue.fill([row(2, 'a', HOLDS_BACK)])
  expect(takeAll(queue)).toEqual([])
  queue.done(row(2, 'a', 1), 'failed')
  queue.fillChat('a', [row(3, 'a')], false)
  expect(takeAll(queue)).toEqual([3])
})

test('what follows one that was replayed while it is under way is read when that is over, behind others too', () => {
  const queue = createChatQueue()
  queue.fill([row(2, 'a', HOLDS_BACK)])
  takeAll(queue)
  queue.want('a')
  queue.fillChat('a', [row(1, 'a'), row(2, 'a'), row(3, 'a')], false)
  expect(takeAll(queue)).toEqual([1])
  queue.done(row(1, 'a'), 'over')
  queue.fillChat('a', [row(2, 'a'), row(3, 'a')], false)
  expect(takeAll(queue)).toEqual([])
  queue.done(row(2, 'a', HOLDS_BACK), 'over')
  expect(queue.wanting()).toEqual(['a'])
})

test('a chat of which nothing waits any more is forgotten', () => {
  const queue = createChatQueue()
  queue.want('a')
  queue.fillChat('a', [], false)
  expect([queue.wanting(), queue.size(), queue.hasNext()]).toEqual([[], 0, false])
})

test('what is likely to be next is one of each chat, and of few chats some of each', () => {
  const queue = createChatQueue()
  for (let sequence = 1; sequence <= 10; sequence += 1) queue.fill([row(sequence, 'a'), row(20 + sequence, 'b')])
  expect(queue.upcoming(1)).toEqual(['dlv_1'])
  expect(queue.upcoming(2)).toEqual(['dlv_1', 'dlv_21'])
  expect(queue.upcoming(6)).toEqual(['dlv_1', 'dlv_2', 'dlv_3', 'dlv_4', 'dlv_21', 'dlv_22'])
  expect(queue.upcoming(100)).toHaveLength(8)
  expect(takeAll(queue)).toEqual([1, 21])
  expect(queue.upcoming(6)).toEqual([])
})
