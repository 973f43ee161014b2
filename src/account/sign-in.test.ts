import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import { FormwireError } from '../kernel/errors.ts'
import { openTestStore } from '../platform/db/test-store.suite.ts'
import { signIn } from './sign-in.ts'
import { createSignInThrottle } from './sign-in-throttle.ts'
import { insertAccount } from './store.ts'

const hashToken = (token: string) => `hash of ${token}`

test('of guesses that come at once, a right one behind ten wrong ones is refused like those', async () => {
  const { store, remove } = await openTestStore('sqlite')
  const account = { id: 'acc_1', name: 'default', token_hash: hashToken('right'), created_at: 1 }
  await store.write(({ sql }) => insertAccount(sql, account))
  let begun = 0
  const deps = {
    store,
    hashToken,
    throttle: createSignInThrottle(systemClock),
    sessions: {
      begin: async () => {
        begun += 1
        return `cookie ${begun}`
      },
    },
  }
  const request = new IncomingMessage(new Socket())
  const outcome = (token: string) =>
    signIn(deps, request, 'here', token).catch((error: unknown) =>
      error instanceof FormwireError ? error.code : String(error),
    )
  expect(await outcome(' right ')).toBe('cookie 1')
  const outcomes = await Promise.all(
    [...Array.from({ length: 15 }, (_, index) => `wrong ${index}`), 'right'].map(outcome),
  )
  expect(outcomes).toEqual([
    ...Array.from({ length: 10 }, () => 'token_invalid'),
    ...Array.from({ length: 6 }, () => 'sign_in_throttled'),
  ])
  expect(begun).toBe(1)
  await remove()
})
