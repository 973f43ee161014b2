import { expect, test } from 'vitest'
import {
  type Heard,
  hear,
  letWait,
  MOST_CHARACTERS,
  MOST_KEPT,
  NONE_WAITING,
  nextStream,
  QUIET,
  type Stream,
} from './stream.ts'

const event = (number: number, text = ''): Heard =>
  hear({ id: `evt_${number}`, event: 'message.exchange', timestamp: '2026-05-02T12:00:00.000Z', data: { text } })
const events = (from: number, count: number) => Array.from({ length: count }, (_, place) => event(from + place))
const came = (stream: Stream, heard: readonly Heard[], lost = 0) =>
  nextStream(stream, { type: 'came', came: heard, lost })
const ids = (heard: readonly Heard[] | null) => heard?.map(({ id }) => id)

test('the newest stands on top, and no more than 500 are kept', () => {
  const stream = came(came(QUIET, events(1, 2)), events(3, 1))
  expect(ids(stream.shown)).toEqual(['evt_3', 'evt_2', 'evt_1'])
  const full = came(stream, events(4, 600))
  expect([full.shown.length, full.shown[0]?.id, full.heard]).toEqual([MOST_KEPT, 'evt_603', 603])
})

test('a pause counts what comes, keeps the newest of it, and shows it afterwards', () => {
  const paused = nextStream(came(QUIET, events(1, 2)), { type: 'pause' })
  const later = came(came(paused, events(3, 700)), events(703, 1), 40)
  expect(ids(later.shown)).toEqual(['evt_2', 'evt_1'])
  expect([later.held?.length, later.heldCount, later.heard]).toEqual([MOST_KEPT, 741, 743])
  const on = nextStream(later, { type: 'go-on' })
  expect([on.shown.length, on.shown[0]?.id, on.held, on.heldCount]).toEqual([MOST_KEPT, 'evt_703', null, 0])
  const short = nextStream(came(paused, events(3, 1)), { type: 'go-on' })
  expect(ids(short.shown)).toEqual(['evt_3', 'evt_2', 'evt_1'])
})

test('pausing twice keeps what was held', () => {
  const paused = came(nextStream(QUIET, { type: 'pause' }), events(1, 2))
  expect(nextStream(paused, { type: 'pause' }).held?.length).toBe(2)
})

test('cleared, the page is empty, and goes on as it was', () => {
  const paused = came(nextStream(came(QUIET, events(1, 2)), { type: 'pause' }), events(3, 2))
  expect(nextStream(paused, { type: 'clear' })).toMatchObject({ shown: [], held: [], heldCount: 0, heard: 4 })
  expect(nextStream(came(QUIET, events(1, 2)), { type: 'clear' })).toMatchObject({ shown: [], held: null })
})

test('of large events fewer are kept, but the newest always', () => {
  const large = (number: number) => event(number, 'x'.repeat(MOST_CHARACTERS / 4))
  const stream = came(QUIET, [large(1), large(2), large(3), large(4), large(5)])
  expect(ids(stream.shown)).toEqual(['evt_5', 'evt_4', 'evt_3'])
  expect(ids(came(stream, [event(6, 'x'.repeat(MOST_CHARACTERS))]).shown)).toEqual(['evt_6'])
})

test('in a page that nobody looks at, large events wait bounded, and those that went are counted', () => {
  const large = 'x'.repeat(MOST_CHARACTERS / 4)
  let waiting = NONE_WAITING
  for (let number = 1; number <= 40; number += 1) {
    waiting = letWait(waiting, event(number, large))
    expect(waiting.characters).toBeLessThanOrEqual(2 * MOST_CHARACTERS)
  }
  expect([waiting.came.at(-1)?.id, waiting.came.length + waiting.lost]).toEqual(['evt_40', 40])
  for (let number = 41; number <= 3000; number += 1) waiting = letWait(waiting, event(number))
  expect(waiting.came.length).toBeLessThanOrEqual(2 * MOST_KEPT)
  expect([waiting.came.at(-1)?.id, waiting.came.length + waiting.lost]).toEqual(['evt_3000', 3000])
})
