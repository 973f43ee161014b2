import { expect, test } from 'vitest'
import type { Clock } from '../kernel/clock.ts'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { createAccount, readAccountName } from './create-account.ts'
import { findFirstAccount, findTokenOwner } from './store.ts'

test('a name has 1 to 100 characters, and space around it is dropped', () => {
  expect(readAccountName(' Padaria São João ')).toBe('Padaria São João')
  expect(readAccountName('😀'.repeat(100))).toHaveLength(200)
  for (const name of ['', '  ', '\t', 'a'.repeat(101), 'two\nlines', 'a\u0000b']) {
    expect(() => readAccountName(name), JSON.stringify(name)).toThrow('1 to 100 characters')
  }
})

describeStores((open) => {
  test('the first account stays the oldest, even where the clock stands still or goes back', async () => {
    let now = 1_000
    let drawn = 0
    const clock: Clock = { now: () => now, after: () => ({ cancel: () => {} }) }
    // Every draw is smaller than the one before: ids alone would put the later accounts first.
    const random = { bytes: (size: number) => new Uint8Array(size).fill(31 - drawn++) }
    const store = await open()
    const deps = { store, clock, random, hashToken: (token: string) => `hash of ${token}` }
    const first = await createAccount(deps, 'first')
    const second = await createAccount(deps, 'second')
    now = 10
    const third = await createAccount(deps, 'third')
    const oldest = await findFirstAccount(store.read)
    expect([oldest?.name, new Set([first, second, third]).size]).toEqual(['first', 3])
    await expect(createAccount(deps, 'second')).rejects.toThrow('There is an account named "second" already.')
    expect((await findTokenOwner(store.read, `hash of ${first}`))?.accountId).toBe(oldest?.id)
  })
})
