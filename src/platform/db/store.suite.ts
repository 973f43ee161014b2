import { afterEach, describe } from 'vitest'
import { groupCommitSuite } from './group-commit.suite.ts'
import { openStore } from './open.ts'
import { ownerSuite } from './owner.suite.ts'
import type { Store } from './store.ts'
import { tablesSuite } from './tables.suite.ts'
import { tallySuite } from './tally.suite.ts'
import { type EngineName, makePlace } from './test-store.suite.ts'

/** What every store promises, whatever its engine. */
export function storeSuite(engine: EngineName): void {
  const left: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const step of left.splice(0).reverse()) await step()
  })
  async function place() {
    const made = await makePlace(engine)
    left.push(() => made.remove())
    return made
  }
  async function open(): Promise<Store> {
    const { options } = await place()
    const store = await openStore(options)
    left.push(() => store.close())
    return store
  }

  describe('writing', () => groupCommitSuite(open))
  describe('tallies', () => tallySuite(open))
  describe('tables', () => tablesSuite(open))
  describe('owning', () => ownerSuite(place))
}
