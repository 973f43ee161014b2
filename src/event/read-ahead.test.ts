import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CHAT_AHEAD, createChatQueue, HOLDS_BACK, isOrdered, type Waiting } from './domain/chat-queue.ts'
import { createReadAhead, PAGE, type Shelf } from './read-ahead.ts'
import { movableClock } from './rig.suite.ts'
import type { Position } from './store-deliveries.ts'

type Kept = Waiting & Position

/** Deliveries in memory, found as the store finds them. `meanwhile` runs between the look and the answer. */
function shelfOf(kept: Map<string, Kept>, meanwhile: () => void = () => {}): Shelf & { read: number } {
  const holds = ({ attempts }: Kept) => attempts > 0 && attempts < HOLDS_BACK
  const shelf = {
    read: 0,
    async findDue({ now, after, limit }: Parameters<Shelf['findDue']>[0]) {
      const all = [...kept.values()]
      const found = all
        .filter(({ at, sequence }) => at <= now && (at > after.at || (at === after.at && sequence > after.sequence)))
        .sort((a, b) => a.at - b.at || a.sequence - b.sequence)
        .slice(0, limit)
        .map((row) => ({
          ...row,
          isHeldBack: all.some((each) => each.orderKey === row.orderKey && holds(each) && each.sequence < row.sequence),
        }))
      shelf.read += found.length
      meanwhile()
      return found
    },
    async findOfChat(orderKey: string, limit: number) {
      const found = [...kept.values()]
        .filter((row) => row.orderKey === orderKey && isOrdered(row))
        .sort((a, b) => a.sequence - b.sequence)
        .slice(0, limit)
      shelf.read += found.length
      meanwhile()
      return found
    },
  }
  return shelf
}

function backlog(count: number, keyOf: (index: number) => string | null, at = 1): Map<string, Kept> {
  return new Map(
    Array.from({ length: count }, (_, index) => {
      const id = `dlv_${index}`
      return [id, { id, orderKey: keyOf(index), sequence: index + 1, attempts: 0, at }]
    }),
  )
}

test.each([
  ['one chat', () => 'a'],
  ['many chats', (index: number) => `c${index % 300}`],
  ['no chats', () => null],
  ['a great chat before the others', (index: number) => (index < 3_500 ? 'a' : `c${index % 300}`)],
])('a backlog of %s: each delivery is read twice at most, and few are remembered', async (_, keyOf) => {
  const kept = backlog(5_000, keyOf)
  const shelf = shelfOf(kept)
  const queue = createChatQueue()
  const reading = createReadAhead(shelf, movableClock(), queue)
  reading.rewind(0)
  const underWay: Waiting[] = []
  let most = 0
  let first: number | undefined
  while (kept.size > 0) {
    while (underWay.length < 8 && (queue.hasNext() || reading.mayHaveMore())) {
      if (!queue.hasNext()) await reading.readOn()
      most = Math.max(most, queue.size())
      const next = queue.next()
      if (next) underWay.push(next)
      first ??= next?.sequence
    }
    const ended = underWay.shift()
    if (!ended) throw new Error('nothing is ready, but something waits')
    kept.delete(ended.id)
    reading.done(ended, 'over')
  }
  expect(first).toBe(1)
  expect(most).toBeLessThanOrEqual(PAGE + 8 * (CHAT_AHEAD + 1))
  expect(shelf.read).toBeLessThanOrEqual(2 * 5_000 + PAGE)
})

test('a new delivery behind a great backlog of a chat that is under way costs one short reading', async () => {
  const kept = backlog(5_000, () => 'a')
  const shelf = shelfOf(kept)
  const queue = createChatQueue()
  const clock = movableClock()
  const reading = createReadAhead(shelf, clock, queue)
  reading.rewind(0)
  await reading.readOn()
  queue.next()
  while (reading.mayHaveMore()) await reading.readOn()
  const before = shelf.read
  kept.set('new', { id: 'new', orderKey: 'b', sequence: 9_000, attempts: 0, at: clock.now() })
  reading.rewind(clock.now())
  await reading.readOn()
  expect(queue.next()?.id).toBe('new')
  expect(shelf.read - before).toBe(1)
})

test('thousands of chats that are held are passed by once, and what comes behind them begins', async () => {
  const clock = movableClock()
  const kept = backlog(12_000, (index) => (index === 11_999 ? 'free' : `c${index % 6_000}`))
  for (const row of kept.values()) {
    if (row.sequence <= 6_000) Object.assign(row, { attempts: 1, at: clock.now() + 5_000 })
  }
  const shelf = shelfOf(kept)
  const queue = createChatQueue()
  const reading = createReadAhead(shelf, clock, queue)
  reading.rewind(0)
  while (reading.mayHaveMore()) await reading.readOn()
  expect(queue.next()?.orderKey).toBe('free')
  expect([queue.next(), queue.size(), shelf.read]).toEqual([null, 1, 6_000])
})

test('a delivery that is committed while a page with later ones is read is not forgotten', async () => {
  const clock = movableClock()
  const announcedAt = clock.now()
  clock.advance(50)
  const retry = { id: 'retry', orderKey: null, sequence: 1, attempts: 1, at: clock.now() }
  const kept = new Map<string, Kept>([['retry', retry]])
  let commit = () => {}
  const queue = createChatQueue()
  const reading = createReadAhead(
    shelfOf(kept, () => commit()),
    clock,
    queue,
  )
  commit = () => {
    commit = () => {}
    kept.set('new', { id: 'new', orderKey: null, sequence: 2, attempts: 0, at: announcedAt })
    reading.rewind(announcedAt)
  }
  reading.rewind(0)
  while (reading.mayHaveMore()) await reading.readOn()
  expect([queue.next()?.id, queue.next()?.id]).toEqual(['retry', 'new'])
})

test('a chat whose held delivery was cancelled goes on after a minute', async () => {
  const clock = movableClock()
  const kept = backlog(2, () => 'a')
  const held = kept.get('dlv_0')
  Object.assign(held ?? {}, { attempts: 1, at: clock.now() + 5_000 })
  const queue = createChatQueue()
  const reading = createReadAhead(shelfOf(kept), clock, queue)
  reading.rewind(0)
  await reading.readOn()
  kept.delete('dlv_0')
  const again = reading.looksAgainAt() ?? 0
  expect(again - clock.now()).toBe(60_000)
  reading.rewind(0)
  await reading.readOn()
  expect(queue.next()?.id).toBe('dlv_1')
  expect(reading.looksAgainAt()).toBeNull()
})

test('whatever fails and whenever we read, every delivery ends and no chat is told out of order', async () => {
  const chats = fc.array(fc.constantFrom('a', 'b', null), { minLength: 1, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(chats, fc.infiniteStream(fc.nat({ max: 5 })), async (keys, dice) => {
      const roll = () => dice.next().value ?? 0
      const clock = movableClock()
      const later = keys.map((orderKey, index) => ({ orderKey, index }))
      const kept = new Map<string, Kept>()
      const told: Waiting[] = []
      const underWay: Waiting[] = []
      const queue = createChatQueue()
      const end = () => {
        const [ended] = underWay.splice(roll() % Math.max(1, underWay.length), 1)
        if (!ended) return
        const attempts = ended.attempts + 1
        const failed = roll() === 0 && attempts <= 5
        if (failed) kept.set(ended.id, { ...ended, attempts, at: clock.now() + 10 })
        else {
          kept.delete(ended.id)
          told.push({ ...ended, attempts })
        }
        reading.done(ended, !failed ? 'over' : attempts < HOLDS_BACK ? 'held' : 'failed')
      }
      const announced: Kept[] = []
      const announce = () => {
        const next = later.shift()
        if (!next) return
        const id = `dlv_${next.index}`
        announced.push({ id, orderKey: next.orderKey, sequence: next.index + 1, attempts: 0, at: clock.now() })
      }
      /** Committed, which may be a while after it was announced. */
      const arrive = () => {
        if (roll() > 2) announce()
        const row = announced.shift()
        if (!row) return
        kept.set(row.id, row)
        reading.rewind(row.at)
      }
      const reading = createReadAhead(
        shelfOf(kept, () => {
          if (roll() > 2) end()
          if (roll() > 2) arrive()
        }),
        clock,
        queue,
      )
      for (let step = 0; kept.size + later.length + announced.length > 0; step += 1) {
        expect(step).toBeLessThan(2_000)
        if (roll() > 1) arrive()
        if (!queue.hasNext() && reading.mayHaveMore()) await reading.readOn()
        const next = queue.next()
        if (next) underWay.push(next)
        else if (underWay.length === 0) {
          clock.advance(10)
          reading.rewind(clock.now())
        }
        if (!next || roll() > 2) end()
      }
      for (const chat of ['a', 'b']) {
        const order = told.filter(({ orderKey, attempts }) => orderKey === chat && attempts <= HOLDS_BACK)
        const sequences = order.map(({ sequence }) => sequence)
        expect(sequences).toEqual([...sequences].sort((a, b) => a - b))
      }
      expect(told.map(({ id }) => id).sort()).toEqual(keys.map((_, index) => `dlv_${index}`).sort())
    }),
    { numRuns: 500 },
  )
})
