import { skipToken, useQuery } from '@tanstack/react-query'
import { queries } from '../api/query-client.ts'
import { type ColumnChoice, readChoice, withoutQuestions } from './columns.ts'

const KEPT = 'formwire.columns'

/** The whole choice is in memory, and gone with the session; in the browser it is kept without questions. */
const queryKey = ['columns']

/** null: what everybody begins with. */
export function chooseColumns(choice: ColumnChoice | null): void {
  if (choice === null) localStorage.removeItem(KEPT)
  else localStorage.setItem(KEPT, JSON.stringify(withoutQuestions(choice).shown))
  queries.setQueryData<ColumnChoice>(queryKey, choice ?? readChoice(null))
}

function keptChoice(): ColumnChoice {
  const kept = localStorage.getItem(KEPT)
  const choice = readChoice(kept)
  // What a console of before kept of questions goes.
  if (kept !== null) localStorage.setItem(KEPT, JSON.stringify(choice.shown))
  return choice
}

export function useChosenColumns(): ColumnChoice {
  const { data } = useQuery<ColumnChoice>({
    queryKey,
    queryFn: skipToken,
    initialData: keptChoice,
    gcTime: Number.POSITIVE_INFINITY,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return data ?? readChoice(null)
}
