import { expect, test } from 'vitest'
import type { Store, Transaction } from '../platform/db/store.ts'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { silentLog } from '../platform/log.ts'
import { followFailing, type Seen } from './pause-webhook.ts'
import { openRig } from './rig.suite.ts'

const NOW = 1_700_000_000_000

/** One webhook, and what follows its attempts. */
async function openWorld(store: Store) {
  const rig = await openRig(store, { start: false })
  await rig.call('POST', '/api/events/webhook/shop', { url: 'http://127.0.0.1:9/hook' })
  const row = () => store.read.selectFrom('webhook').selectAll().executeTakeFirstOrThrow()
  const { id: webhookId } = await row()
  const seen: Seen = new Map()
  const deps = { announce: rig.events.announce, log: silentLog, seen, paused: new Set<string>() }
  const follow = (transaction: Transaction, verdict: 'delivered' | 'retry') =>
    followFailing(deps, transaction, { webhookId, verdict, now: NOW })
  const keep = (verdict: 'delivered' | 'retry') => store.write((transaction) => follow(transaction, verdict))
  return { follow, keep, failingSince: async () => (await row()).failing_since, known: () => seen.get(webhookId) }
}

describeStores((open) => {
  test('a success of a webhook that does not fail asks nothing of the store', async () => {
    const { follow, keep, known } = await openWorld(await open())
    await keep('delivered')
    expect(known()).toBeNull()
    const unasked = {
      get sql(): never {
        throw new Error('the store was asked')
      },
      afterCommit: () => {},
      tally: () => {},
    }
    await follow(unasked, 'delivered')
    await expect(follow(unasked, 'retry')).rejects.toThrow('the store was asked')
  })

  test('failures and successes that commit together count in their order', async () => {
    const { keep, failingSince, known } = await openWorld(await open())
    await Promise.all([keep('delivered'), keep('retry')])
    expect([await failingSince(), known()]).toEqual([NOW, NOW])
    for (const _ of ['while it fails', 'while it is well']) {
      await Promise.all([keep('retry'), keep('delivered')])
      expect([await failingSince(), known()]).toEqual([null, null])
    }
    await Promise.all([keep('retry'), keep('delivered'), keep('retry')])
    expect([await failingSince(), known()]).toEqual([NOW, NOW])
  })

  test('a success that could not be kept is kept with the next one', async () => {
    const store = await open()
    const { follow, keep, failingSince } = await openWorld(store)
    await keep('retry')
    const undone = store.write(async (transaction) => {
      await follow(transaction, 'delivered')
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(await failingSince()).toBe(NOW)
    await keep('delivered')
    expect(await failingSince()).toBeNull()
  })
})
