import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { problem } from '../kernel/errors.ts'
import { handClock } from '../platform/db/hand-clock.suite.ts'
import { openTestStore } from '../platform/db/test-store.suite.ts'
import { createSealer } from '../platform/secret/index.ts'
import { createLines } from './lines.ts'
import { addAccount, addInstance, standInEngine } from './stand-in-engine.suite.ts'
import { findInstance } from './store.ts'

test('a state that could not be kept while the disk was full is kept and told when there is room again', async () => {
  const { store, remove } = await openTestStore('sqlite')
  const standIn = standInEngine()
  const clock = handClock()
  const told: string[] = []
  let isFull = true
  let refusals = 0
  const announce = async (_: unknown, { event }: { event: { data: object } }) => {
    if (isFull) {
      refusals += 1
      throw problem('store_failed')
    }
    told.push(JSON.stringify(event.data))
  }
  const nobody = async () => {}
  const handlers = { onAck: nobody, onReceipt: nobody, onMessage: nobody, onCall: nobody, onOpen: () => {} }
  const sealer = createSealer(randomBytes(32))
  const lines = createLines({ engine: standIn.engine, store, clock, announce, handlers, sealer })
  try {
    await addAccount(store)
    await addInstance(store, 'one')
    lines.of('one')
    const news = standIn.tell('one', { type: 'state', state: { type: 'ended', reason: 'logged_out' } })
    await expect.poll(() => refusals).toBe(1)
    expect((await findInstance(store.read, 'one'))?.state).toBe('disconnected')
    isFull = false
    // The pause begins a moment after the refusal.
    const isKept = news.then(() => true)
    const advance = () => {
      clock.advance()
      return Promise.race([isKept, false])
    }
    await expect.poll(advance).toBe(true)
    expect((await findInstance(store.read, 'one'))?.state).toBe('loggedout')
    expect(told).toEqual([expect.stringContaining('"logged_out"')])
  } finally {
    await lines.stop()
    await remove()
  }
})
