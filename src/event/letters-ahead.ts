import type { Sql } from '../platform/db/store.ts'
import type { WholeLetter } from './attempt.ts'
import type { CallsUnderWay } from './calls-under-way.ts'
import type { WordsOf } from './instance-words.ts'
import { findShortLetters } from './store-deliveries.ts'

export interface LettersAheadDeps {
  store: { read: Sql }
  wordsOf: WordsOf
  underWay: Pick<CallsUnderWay, 'changes'>
}

/** Letters of one webhook that were read together before their turn came: one by one they cost more than their calls. */
export interface LettersAhead {
  /** Whether this delivery's was looked for, and nothing has changed since. */
  knows(deliveryId: string): boolean
  /** False when something was changed meanwhile: then nothing is known of them. */
  read(deliveryIds: readonly string[]): Promise<boolean>
  /** The letter, once; null: it has to be read now. Nothing may be awaited between this and the call. */
  take(deliveryId: string): WholeLetter | null
  forget(): void
}

/** How many are read at once. */
export const LETTERS_AHEAD = 32

/** What was read counts as long as no webhook, instance or event at all was changed: then it is as the store has it. */
export function createLettersAhead({ store, wordsOf, underWay }: LettersAheadDeps, webhookId: string): LettersAhead {
  const letters = new Map<string, WholeLetter | null>()
  let readAt = underWay.changes()

  function forgetOld(): void {
    if (readAt === underWay.changes() && letters.size <= 2 * LETTERS_AHEAD) return
    letters.clear()
    readAt = underWay.changes()
  }

  async function findWhole(deliveryIds: readonly string[]): Promise<{ deliveryId: string; letter: WholeLetter }[]> {
    const found = await findShortLetters(store.read, webhookId, deliveryIds)
    const [first] = found
    const words = first && (await wordsOf(first.letter.event.instanceId))
    return words ? found.map(({ deliveryId, letter }) => ({ deliveryId, letter: { ...letter, words } })) : []
  }

  return {
    knows(deliveryId) {
      forgetOld()
      return letters.has(deliveryId)
    },
    async read(deliveryIds) {
      forgetOld()
      const began = readAt
      // What is wrong is found and told when they are read one by one.
      const found = await findWhole(deliveryIds).catch(() => [])
      if (began !== underWay.changes()) return false
      for (const id of deliveryIds) letters.set(id, null)
      for (const { deliveryId, letter } of found) letters.set(deliveryId, letter)
      return true
    },
    take(deliveryId) {
      forgetOld()
      const letter = letters.get(deliveryId) ?? null
      letters.delete(deliveryId)
      return letter
    },
    forget: () => letters.clear(),
  }
}
