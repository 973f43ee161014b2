import { expect, test } from 'vitest'
import type { Caller } from '../account/index.ts'
import { FormwireError } from '../kernel/errors.ts'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { DEFAULT_SETTINGS } from './domain/settings.ts'
import { findCallersInstance } from './routes-guard.ts'
import { insertInstance } from './store.ts'

describeStores((open) => {
  test('an instance of another account is not found, whoever asks; two accounts may use one name', async () => {
    const store = await open()
    for (const account of ['mine', 'theirs']) {
      await store.write(async ({ sql }) => {
        await sql
          .insertInto('account')
          .values({ id: account, name: account, token_hash: `of ${account}`, created_at: 1 })
          .execute()
        for (const name of ['shared', `only-${account}`]) {
          await insertInstance(sql, {
            id: `${account} ${name}`,
            account_id: account,
            name,
            token_hash: `of ${account} ${name}`,
            sealed_token: new Uint8Array([1]),
            state: 'disconnected',
            linked: 0,
            number_jid: null,
            number_lid: null,
            profile_name: null,
            settings: JSON.stringify(DEFAULT_SETTINGS),
            state_reason: null,
            sealed_proxy: null,
            parked_at: null,
            restricted_at: null,
            banned_until: null,
            state_at: null,
            created_at: 1,
            updated_at: 1,
          })
        }
      })
    }
    const find = (caller: Caller, name: string) =>
      findCallersInstance(store, caller, name).then(
        ({ id }) => id,
        (error: unknown) => (error instanceof FormwireError ? error.code : error),
      )
    const mine: Caller = { type: 'account', accountId: 'mine' }
    expect(await find(mine, 'shared')).toBe('mine shared')
    expect(await find(mine, 'only-theirs')).toBe('instance_not_found')
    const own: Caller = { type: 'instance', accountId: 'mine', instanceId: 'mine shared' }
    expect(await find(own, 'shared')).toBe('mine shared')
    expect(await find(own, 'only-mine')).toBe('token_other_instance')
    expect(await find(own, ' ')).toBe('instance_name_required')
  })
})
