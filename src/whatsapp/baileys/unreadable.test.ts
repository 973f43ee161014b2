import type { BinaryNode } from '@whiskeysockets/baileys'
import { expect, test } from 'vitest'
import { systemClock } from '../../kernel/clock.ts'
import { createUnreadable, MOST_AT_ONCE, MOST_REQUESTS } from './unreadable.ts'

const ANA = '5511911111111:3@s.whatsapp.net'
const EVE = '5511922222222@s.whatsapp.net'
const GROUP = '120363000000000001@g.us'

function desk() {
  const counted: Record<string, number> = {}
  const time = { now: 1_795_000_000_000 }
  const unreadable = createUnreadable({ ...systemClock, now: () => time.now }, (incident) => {
    counted[incident] = (counted[incident] ?? 0) + 1
  })
  const stanza = (id: string, from: string, participant?: string): BinaryNode => ({
    tag: 'message',
    attrs: { id, from, ...(participant === undefined ? {} : { participant }) },
  })
  /** Does what Baileys does with a message that it could not decrypt: the count that it tells the sender, null: none. */
  function fail(id: string, from: string, participant?: string): number | null {
    unreadable.note(stanza(id, from, participant))
    const key = `${id}:${participant}`
    const before = (unreadable.get<number>(key) as number) || 0
    if (before >= MOST_REQUESTS) {
      void unreadable.del(key)
      return null
    }
    void unreadable.set(key, before + 1)
    return (unreadable.get<number>(key) as number) || 1
  }
  return { unreadable, counted, time, fail, stanza }
}

test('a message is asked for five times, and then never again, however often it comes', () => {
  const { fail, counted } = desk()
  expect(Array.from({ length: 12 }, () => fail('M1', ANA))).toEqual([1, 2, 3, 4, 5, ...Array(7).fill(null)])
  expect(counted).toEqual({ undecryptable: 12, resend_asked: 5, resend_given_up: 7 })
})

test('somebody who uses the id of another’s message takes none of its requests', () => {
  const { fail } = desk()
  for (let times = 0; times < 8; times++) fail('M1', EVE)
  expect(fail('M1', ANA)).toBe(1)
  for (let times = 0; times < 8; times++) fail('M2', GROUP, EVE)
  expect(fail('M2', GROUP, ANA)).toBe(1)
})

test('who sends nothing but noise makes us ask a bounded number of times, in chats and groups; others are asked', () => {
  const { fail, counted, time } = desk()
  for (let at = 0; at < 5_000; at++) fail(`N${at}`, at % 2 ? EVE : GROUP, at % 2 ? undefined : EVE)
  expect(counted).toEqual({
    undecryptable: 5_000,
    resend_asked: MOST_AT_ONCE,
    resend_given_up: 5_000 - MOST_AT_ONCE,
  })
  expect(fail('M1', ANA)).toBe(1)
  time.now += 20_000
  expect(Array.from({ length: 12 }, (_, at) => fail(`L${at}`, EVE)).filter((asked) => asked !== null)).toHaveLength(10)
})

test('a session counts as renewed when keys come from a device that could not be read', () => {
  const { unreadable, fail, counted, stanza } = desk()
  unreadable.read(stanza('M0', ANA), true)
  fail('M1', ANA)
  unreadable.read(stanza('M2', ANA), false)
  unreadable.read(stanza('M3', EVE), true)
  expect(counted['session_renewed']).toBeUndefined()
  unreadable.read(stanza('M1', ANA), true)
  unreadable.read(stanza('M4', ANA), true)
  expect(counted['session_renewed']).toBe(1)
})
