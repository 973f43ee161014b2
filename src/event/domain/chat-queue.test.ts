import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ChatQueue, createChatQueue, HOLDS_BACK, type Waiting } from './chat-queue.ts'

function row(sequence: number, orderKey: string | null, attempts = 0): Waiting {
  return { id: `dlv_${sequence}`, orderKey, sequence, attempts }
}

function takeAll(queue: ChatQueue): Waiting[] {
  const taken: Waiting[] = []
  for (let next = queue.next(); next; next = queue.next()) taken.push(next)
  return taken
}

test('of a chat one delivery is under way at a time, and the next follows it', () => {
  const queue = createChatQueue()
  const [first, second] = [row(1, 'a'), row(2, 'a')]
  queue.fill([first, second, row(3, 'b'), row(4, null), row(5, null)], [])
  expect(takeAll(queue).map(({ sequence }) => sequence)).toEqual([1, 3, 4, 5])
  expect(queue.occupied()).toEqual(['a', 'b'])
  expect(queue.done(first, false)).toBe(false)
  expect(queue.next()).toEqual(second)
  expect(queue.done(second, false)).toBe(true)
})

test('a chat whose call ends while we read keeps what was read ahead of it', () => {
  const queue = createChatQueue()
  const [first, second] = [row(1, 'a'), row(2, 'a')]
  queue.fill([first, second], [])
  queue.next()
  queue.done(first, false)
  queue.fill([], [])
  expect(queue.next()).toEqual(second)
})

test('a chat is held from its failed delivery on, wherever that one stands, until it is released', () => {
  const queue = createChatQueue()
  const rows = [row(1, 'a'), row(2, 'a'), row(3, 'a')]
  queue.fill(rows, [{ id: 'dlv_2x', orderKey: 'a', sequence: 2 }])
  const [taken] = takeAll(queue)
  expect(taken?.sequence).toBe(1)
  queue.fill([row(4, 'b')], [{ id: 'dlv_0', orderKey: 'b', sequence: 0 }])
  expect(queue.hasNext()).toBe(false)
  queue.release()
  queue.fill([row(4, 'b')], [])
  expect(queue.next()?.sequence).toBe(4)
})

test('a failed delivery takes its place again when it is due, before the later ones', () => {
  const queue = createChatQueue()
  const [first, second] = [row(1, 'a'), row(2, 'a')]
  queue.fill([first, second], [])
  queue.next()
  queue.done(first, true)
  expect(queue.hasNext()).toBe(false)
  queue.release()
  const due = row(1, 'a', 1)
  queue.fill([second, due], [{ id: due.id, orderKey: 'a', sequence: 1 }])
  expect(queue.next()).toEqual(due)
})

test('one that failed three times is overtaken', () => {
  const queue = createChatQueue()
  queue.fill([row(1, 'a', HOLDS_BACK), row(2, 'a')], [])
  expect(takeAll(queue).map(({ sequence }) => sequence)).toEqual([1, 2])
})

test('whatever fails and whenever we read, every delivery ends and no chat is told out of order', () => {
  const chats = fc.array(fc.constantFrom('a', 'b', null), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(chats, fc.infiniteStream(fc.nat({ max: 5 })), (keys, dice) => {
      const store = new Map(keys.map((key, index) => [`dlv_${index}`, row(index, key)]))
      const told: Waiting[] = []
      const queue = createChatQueue()
      const underWay: Waiting[] = []
      const roll = () => dice.next().value ?? 0
      for (let step = 0; store.size > 0; step += 1) {
        expect(step).toBeLessThan(2_000)
        if (!queue.hasNext()) {
          if (underWay.length === 0) queue.release()
          const occupied = new Set(queue.occupied())
          const rows = [...store.values()].filter(
            ({ orderKey, attempts, id }) =>
              !queue.underWay().includes(id) &&
              (orderKey === null || attempts >= HOLDS_BACK || !occupied.has(orderKey)),
          )
          const holders = [...store.values()].filter(({ attempts }) => attempts > 0 && attempts < HOLDS_BACK)
          queue.fill(
            rows.slice(0, 1 + roll()),
            holders.flatMap(({ id, orderKey, sequence }) => (orderKey === null ? [] : { id, orderKey, sequence })),
          )
        }
        const next = queue.next()
        if (next) underWay.push(next)
        if (underWay.length === 0 || (next && roll() > 2)) continue
        const [ended] = underWay.splice(roll() % underWay.length, 1)
        if (!ended) continue
        const attempts = ended.attempts + 1
        const failed = roll() === 0 && attempts <= 5
        if (failed) store.set(ended.id, { ...ended, attempts })
        else {
          store.delete(ended.id)
          told.push({ ...ended, attempts })
        }
        queue.done(ended, failed && attempts < HOLDS_BACK)
      }
      for (const chat of ['a', 'b']) {
        const order = told.filter(({ orderKey, attempts }) => orderKey === chat && attempts <= HOLDS_BACK)
        const sequences = order.map(({ sequence }) => sequence)
        expect(sequences).toEqual([...sequences].sort((a, b) => a - b))
      }
      expect(told).toHaveLength(keys.length)
    }),
  )
})
