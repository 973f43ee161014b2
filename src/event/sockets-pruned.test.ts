import { expect, test } from 'vitest'
import { DAY_MS } from '../platform/db/sweep.ts'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { pruneOld } from './prune-events.ts'
import { openRig, stateNews, tokenOf } from './rig.suite.ts'
import { findLastSequence } from './store.ts'

describeStores((open) => {
  test('an event that outlives those behind it, for a delivery still needs it, is no place to go on from', async () => {
    const store = await open()
    const rig = await openRig(store, { start: false })
    const headers = { token: tokenOf('shop') }
    await rig.call('POST', '/api/events/websocket/shop', { enabled: true })
    const webhook = { url: 'http://127.0.0.1:9/hook', events: ['instance.state'] }
    await rig.call('POST', '/api/events/webhook/shop', webhook)
    await rig.announce(stateNews('needed'))
    await rig.call('POST', '/api/events/webhook/shop', { ...webhook, events: ['call.update'] })
    for (const reason of ['pruned', 'newest']) await rig.announce(stateNews(reason))
    const later = { now: () => Date.now() + 40 * DAY_MS, after: () => ({ cancel: () => {} }) }
    expect(await pruneOld({ store, clock: later, isOver: () => false }, 30)).toBe(1)

    const [needed, newest] = await store.read.selectFrom('event').select('id').orderBy('seq').execute()
    const since = async (id: string | undefined) =>
      (await fetch(`${rig.baseUrl}/ws/shop?since=${id}`, { headers })).status
    expect(await since(needed?.id)).toBe(410)
    expect(await since(newest?.id)).toBe(426)
  })

  test('sequences go on from what was pruned, also when the instance of the newest event is gone', async () => {
    const store = await open()
    const rig = await openRig(store, { names: ['shop', 'other'] })
    for (const [reason, name] of [
      ['pruned', 'shop'],
      ['newest', 'other'],
    ] as const) {
      await rig.announce(stateNews(reason, null, name))
    }
    const later = { now: () => Date.now() + 40 * DAY_MS, after: () => ({ cancel: () => {} }) }
    await pruneOld({ store, clock: later, isOver: () => false }, 30)
    await store.write(({ sql }) => sql.deleteFrom('instance').where('id', '=', 'ins_other').execute())
    expect(await store.read.selectFrom('event').selectAll().execute()).toEqual([])
    expect(await findLastSequence(store.read)).toBe(1)
  })
})
