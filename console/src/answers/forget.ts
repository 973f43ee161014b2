import { queries } from '../api/query-client.ts'

/** Bodies of deliveries hold what was filled in; they are read again when somebody looks. */
export function forgetBodies(instance: string): void {
  const queryKey = ['deliveries', instance, 'one']
  queries.removeQueries({ queryKey, type: 'inactive' })
  void queries.resetQueries({ queryKey, type: 'active' })
}

/** What was typed, sent and searched, which no call brings: it names people too. */
const TYPED = new Set(['sends', 'draft', 'submission', 'answers-view', 'person-asked'])

/**
 * Forgets what was read and typed of an instance, for anything of it may tell of a person who was erased; what is shown
 * now is read again.
 */
export async function forgetInstance(instance: string): Promise<void> {
  const ofInstance = ({ queryKey }: { queryKey: readonly unknown[] }) => queryKey[1] === instance
  const isTyped = ({ queryKey }: { queryKey: readonly unknown[] }) => TYPED.has(String(queryKey[0]))
  queries.removeQueries({ predicate: (query) => ofInstance(query) && query.getObserversCount() === 0 })
  await queries.resetQueries({ predicate: (query) => ofInstance(query) && isTyped(query) })
  await queries.invalidateQueries({ predicate: (query) => ofInstance(query) && query.queryKey[0] !== 'person' })
}
