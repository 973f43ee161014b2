import type { KyselyPlugin } from 'kysely'
import type { Store } from '../platform/db/store.ts'

/** A store in which what is read of a delivery whose webhook is paused is held until a test lets it go. */
export function holdPausedLetters(store: Store) {
  const held: (() => void)[] = []
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      const [row] = result.rows
      const isLetter = row !== undefined && 'sealed_secret' in row && 'eventId' in row
      if (isLetter && row['paused_at'] !== null) await new Promise<void>((resolve) => held.push(resolve))
      return result
    },
  }
  return { store: { ...store, read: store.read.withPlugin(plugin) }, held }
}
