import { DEFAULT_EVENTS, EVENT_TYPES, type EventType } from '../../kernel/event.ts'

/** Whether a receiver that asked for these types gets one of this type. An empty list means the original six. Pure. */
export function isWanted(asked: readonly string[], type: string): boolean {
  const types: readonly string[] = asked.length === 0 ? DEFAULT_EVENTS : asked
  return types.includes(type)
}

/** The first of these words that is no event type; undefined when all are. Pure. */
export function firstUnknown(asked: readonly string[]): string | undefined {
  const known = new Set<string>(EVENT_TYPES)
  return asked.find((word) => !known.has(word))
}

/** The types in a stored list; the store holds only what was checked. Pure. */
export function parseTypes(stored: string): EventType[] {
  return JSON.parse(stored) as EventType[]
}
