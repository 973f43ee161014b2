import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/language.ts'
import { deliveryWords } from './words.ts'

/** Says what came of a replay: how many wait again, of how many that were named (null: nobody knows). */
export function useReplayOutcome(): (replayed: number, of: number | null) => string {
  const { replay: words } = useWords(deliveryWords)
  const { number, plural } = useFormats()
  return (replayed, of) => {
    if (replayed === 0) return words.nothing
    const done = words.done[plural(replayed) === 'one' ? 'one' : 'other'](number(replayed))
    return of !== null && of > replayed ? `${done} ${words.left(number(of - replayed))}` : done
  }
}
