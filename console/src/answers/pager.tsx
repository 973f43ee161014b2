import { Button } from '../ui/button.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/language.ts'
import type { FormsPage, useForms } from './use-forms.ts'
import { answersWords } from './words.ts'

type View = ReturnType<typeof useForms>

interface PagerProps {
  view: View
  page: FormsPage
  onTurn: (to: () => void) => void
}

export function Pager({ view, page, onTurn }: PagerProps) {
  const words = useWords(answersWords)
  const formats = useFormats()
  const { query, pageNumber } = view
  const isTurning = query.isPlaceholderData
  const { nextCursor } = page
  return (
    <nav aria-label={words.pages} className="flex flex-wrap items-center gap-2">
      <Button disabled={isTurning || pageNumber === 1} onClick={() => onTurn(view.goBack)}>
        {words.back}
      </Button>
      <Button
        disabled={isTurning || nextCursor === null}
        onClick={() => nextCursor !== null && onTurn(() => view.goNext(nextCursor))}
      >
        {words.next}
      </Button>
      {pageNumber > 2 ? <Button onClick={() => onTurn(view.goFirst)}>{words.first}</Button> : null}
      <span role="status" className="text-sm text-quiet">
        {isTurning ? words.updating : words.shown(formats.number(page.forms.length), formats.number(pageNumber))}
      </span>
    </nav>
  )
}

/** What came while somebody reads another page than the first: nothing moves, a note says so. */
export function News({ view, onFirst }: { view: View; onFirst: () => void }) {
  const words = useWords(answersWords)
  const formats = useFormats()
  const { sent, answered } = view.elsewhere
  const isShown = view.pageNumber > 1 && sent.size + answered.size > 0
  const parts = [
    ...(sent.size > 0 ? [words.newSent(sent.size, formats.number(sent.size))] : []),
    ...(answered.size > 0 ? [words.newAnswered(answered.size, formats.number(answered.size))] : []),
  ]
  return (
    <div role="status" className={isShown ? 'mb-3' : ''}>
      {isShown ? (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg bg-note-back px-3 py-2 text-sm text-note">
          {parts.join(', ')}
          <button type="button" onClick={onFirst} className="min-h-6 font-medium underline">
            {words.toFirst}
          </button>
        </p>
      ) : null}
    </div>
  )
}
