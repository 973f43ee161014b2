import { expect, test } from 'vitest'
import { chanceOf } from '../hostile/chance.ts'
import { type Fault, impliedState, incidentOf, keepsOut, planFaults, standingAfter } from './plan.ts'

const plan = (seed: number) => planFaults(chanceOf(seed), 12, 60_000)

test('a seed repeats its plan, and another seed has another', () => {
  expect(plan(7)).toEqual(plan(7))
  expect(plan(7)).not.toEqual(plan(8))
})

test('a plan has every kind of fault, in order, and nothing befalls a number that is out', () => {
  const steps = planFaults(chanceOf(3), 50, 60_000)
  expect(steps.map(({ at }) => at)).toEqual(steps.map(({ at }) => at).toSorted((one, other) => one - other))
  expect([...new Set(steps.map(({ fault }) => fault.type))].toSorted()).toEqual([
    'banned',
    'brought_back',
    'delay',
    'drop',
    'duplicate',
    'healed',
    'logged_out',
    'lost_receipts',
    'nack',
    'offline',
    'outdated',
    'replaced',
    'stream_error',
    'withheld',
  ])
  for (const own of Map.groupBy(steps, ({ instance }) => instance).values()) {
    own.forEach(({ fault }, index) => {
      if (keepsOut(fault) && own[index + 1]) expect(own[index + 1]?.fault.type).toBe('brought_back')
    })
  }
})

test.each<[string, Fault[], string]>([
  ['nothing', [], 'connected'],
  ['a drop', [{ type: 'drop', how: 'kill' }], 'connected'],
  ['a storm', [{ type: 'stream_error', code: 503 }], 'connected'],
  ['a ban', [{ type: 'banned', how: true }], 'banned'],
  [
    'a ban and a storm that does not reach it',
    [
      { type: 'banned', how: true },
      { type: 'stream_error', code: 503 },
    ],
    'banned',
  ],
  ['an outdated client', [{ type: 'outdated' }], 'disconnected'],
  ['another connection in its place', [{ type: 'replaced' }], 'disconnected'],
  ['a log-out', [{ type: 'drop', how: 'close' }, { type: 'logged_out' }], 'loggedout'],
  ['a log-out and a new link', [{ type: 'logged_out' }, { type: 'brought_back' }], 'connected'],
])('%s implies its state', (_what, faults, state) => {
  expect(impliedState(faults)).toBe(state)
})

test('what stays goes along with every order, until it is healed; what happens once does not', () => {
  const ban: Fault = { type: 'banned', how: 'temporary' }
  const standing = standingAfter(standingAfter({}, { type: 'duplicate' }), ban)
  expect(standing).toEqual({ duplicate: true, banned: 'temporary' })
  expect(standingAfter(standing, { type: 'drop', how: 'kill' })).toEqual(standing)
  expect(incidentOf({ type: 'drop', how: 'kill' })).toEqual({ drop: 'kill' })
  expect(standingAfter(standing, { type: 'brought_back' })).toEqual({})
})
