import type { Message, StateChange } from './store.ts'

/** Told after the commit, once, what became of messages: by whoever counts. */
export interface SendCounts {
  /** A message came to a state: the first one of its own, or another. */
  moved(message: Message, to: { state: Message['state']; failure: StateChange['failure'] }): void
  /** WhatsApp judged a message that waited for its verdict. `code`: its number for the refusal, as text; null when it took the message. */
  judged(message: Message, code: string | null): void
}
