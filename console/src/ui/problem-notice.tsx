import { Problem } from '../api/problem.ts'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/language.ts'
import { problemWords } from '../words/problems.ts'
import { Notice } from './notice.tsx'

/** Says what happened and what helps, in the reader's language where we have words for it. */
export function ProblemNotice({ error }: { error: unknown }) {
  const words = useWords(problemWords)
  const { duration } = useFormats()
  if (!(error instanceof Problem)) return <Notice tone="wrong">{words.unexpected}</Notice>
  const known = words.byCode[error.code]
  return (
    <Notice tone="wrong" title={known?.what ?? words.refused}>
      {known ? <p>{known.helps}</p> : null}
      {known?.isWhole ? null : (
        <p className="foreign" lang="en">
          {error.message}
        </p>
      )}
      {error.retryAfter === null ? null : <p>{words.retryAfter(duration(error.retryAfter))}</p>}
    </Notice>
  )
}
