import type { BinaryNode, CacheStore } from '@whiskeysockets/baileys'
import { createRecent } from './recent.ts'

/** What Baileys remembers of messages that it asks our own phone for. */
export interface Placeholders extends CacheStore {
  note(stanza: BinaryNode): void
}

const KEPT = 1000

/**
 * Baileys asks our phone for what came without content, and also, before it asks the sender, for what it could not
 * decrypt. That waits two seconds in which nothing else comes in, and when it fails the sender is not asked at all while
 * the message is refused for good. So a message with a ciphertext counts as asked for: its sender alone is asked.
 */
export function createPlaceholders(): Placeholders {
  const encrypted = createRecent(KEPT)
  const asked = new Map<string, unknown>()
  return {
    note({ attrs, content }) {
      const id = attrs['id'] ?? ''
      if (Array.isArray(content) && content.some(({ tag }) => tag === 'enc')) encrypted.add(id)
      else encrypted.delete(id)
    },
    get<Value>(id: string) {
      return (encrypted.has(id) ? true : asked.get(id)) as Value | undefined
    },
    set(id, value) {
      asked.set(id, value)
      const oldest = asked.keys().next()
      if (asked.size > KEPT && !oldest.done) asked.delete(oldest.value)
    },
    del: (id) => void asked.delete(id),
    flushAll: () => asked.clear(),
  }
}
