import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useWords } from '../words/language.ts'
import { Button } from './button.tsx'
import { ProblemNotice } from './problem-notice.tsx'
import { uiWords } from './words.ts'

/** What a query brought, once it is there; until then that it loads, or what went wrong and a way to try again. */
export function Asked<Told>({ query, children }: { query: UseQueryResult<Told>; children: (told: Told) => ReactNode }) {
  const words = useWords(uiWords)
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (query.isError) {
    return (
      <div className="flex flex-col items-start gap-3">
        <ProblemNotice error={query.error} />
        <Button onClick={() => void query.refetch()}>{words.tryAgain}</Button>
      </div>
    )
  }
  return (
    <p role="status" className="py-6 text-center text-sm text-quiet">
      {words.loading}
    </p>
  )
}
