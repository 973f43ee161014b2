import { afterEach, describe } from 'vitest'
import { groupCommitSuite } from './group-commit.suite.ts'
import { tablesSuite } from './tables.suite.ts'
import { type EngineName, openTestStore } from './test-store.suite.ts'

/** What every store promises, whatever its engine. */
export function storeSuite(engine: EngineName): void {
  const opened: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const remove of opened.splice(0)) await remove()
  })
  async function open() {
    const { store, remove } = await openTestStore(engine)
    opened.push(remove)
    return store
  }

  describe('writing', () => groupCommitSuite(open))
  describe('tables', () => tablesSuite(open))
}
