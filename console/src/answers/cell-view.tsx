import { shorten } from '../ui/shorten.ts'
import { explainFailure, type FailureWords, failureWords, isExplained } from '../words/failures.ts'
import { useFormats } from '../words/formats.ts'
import { formWords } from '../words/forms.ts'
import { useWords } from '../words/language.ts'
import type { Cell } from './cells.ts'
import { Erased, InvalidMark, StateBadge } from './marks.tsx'
import { readingWords } from './reading-words.ts'

/** More of a text does not fit into a cell; the answer's page has all of it. */
const MOST_SHOWN = 120

export function CellView({ cell }: { cell: Cell }) {
  const words = useWords(readingWords)
  const failures = useWords(failureWords)
  const { types } = useWords(formWords)
  const formats = useFormats()
  switch (cell.type) {
    case 'text':
      return (
        <span className="flex flex-wrap items-start gap-x-2">
          <ShortText text={cell.text} />
          {cell.mark === 'invalid' ? <InvalidMark /> : null}
        </span>
      )
    case 'code':
      return (
        <span className="font-mono text-xs">
          <ShortText text={cell.text} />
        </span>
      )
    case 'moment':
      return <time dateTime={cell.at}>{formats.moment(cell.at)}</time>
    case 'state':
      return <StateBadge state={cell.state} late={cell.late} />
    case 'formType':
      return types[cell.formType]
    case 'failure':
      return <ShortText text={`${cell.code}: ${whyFailed(failures, cell)}`} />
    case 'yes':
      return words.yes
    case 'count':
      return formats.number(cell.count)
    case 'erased':
      return <Erased />
    case 'none':
      return <span className="text-quiet">—</span>
  }
}

/** WhatsApp's or the gateway's own sentence, which is English, only where we have none. */
function whyFailed(words: FailureWords, { code, message }: { code: string; message: string }): string {
  return isExplained(words, code) ? explainFailure(words, code).what : message
}

/** What somebody wrote, in two lines at most. */
export function ShortText({ text }: { text: string }) {
  return (
    <bdi className="foreign line-clamp-2 min-w-0 overflow-hidden">
      {text.length > MOST_SHOWN ? `${shorten(text, MOST_SHOWN)}…` : text}
    </bdi>
  )
}
