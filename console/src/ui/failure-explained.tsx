import { explainFailure, failureWords, isExplained } from '../words/failures.ts'
import { useWords } from '../words/language.ts'

/** Why a message or form failed and what helps, in the reader's language; what nobody has explained is quoted as well. */
export function FailureExplained({ failure: { code, message } }: { failure: { code: string; message: string } }) {
  const words = useWords(failureWords)
  const { what, helps } = explainFailure(words, code)
  return (
    <>
      <p>{what}.</p>
      {isExplained(words, code) ? null : (
        <p className="foreign" lang="en">
          {message}
        </p>
      )}
      <p>{helps}</p>
    </>
  )
}
