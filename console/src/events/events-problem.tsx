import { Problem } from '../api/problem.ts'
import { Notice } from '../ui/notice.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { useWords } from '../words/language.ts'
import { eventsWords } from './words.ts'

/** A call that failed: in the words of this room where it has some. */
export function EventsProblem({ error }: { error: unknown }) {
  const { problems } = useWords(eventsWords)
  const known = error instanceof Problem ? problems[error.code] : undefined
  if (!known) return <ProblemNotice error={error} />
  return (
    <Notice tone="wrong" title={known.what}>
      <p>{known.helps}</p>
    </Notice>
  )
}
