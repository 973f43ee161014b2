import { useIsAway } from '../api/reach.ts'
import { useWords } from '../words/language.ts'
import { shellWords } from './words.ts'

/** Says that the gateway is away for as long as it is. */
export function AwayBanner() {
  const words = useWords(shellWords)
  const isAway = useIsAway()
  return (
    <div role="status" aria-live="polite">
      {isAway ? <p className="bg-warn-back px-4 py-2 text-center text-sm font-medium text-warn">{words.away}</p> : null}
    </div>
  )
}
