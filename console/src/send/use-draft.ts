import { useState } from 'react'
import { queries } from '../api/query-client.ts'
import { type Draft, EMPTY } from './draft.ts'

/** What is typed and not sent yet: it outlives the page, but not the session nor a reload. */
const keyOf = (instance: string) => ['draft', instance]

export interface Typing {
  draft: Draft
  change(changes: Partial<Draft>): void
  /** Puts another draft in the place of this one, which `undo` brings back. */
  replace(draft: Draft): void
  undo: (() => void) | null
}

export function useDraft(instance: string): Typing {
  const [draft, setDraft] = useState<Draft>(() => queries.getQueryData(keyOf(instance)) ?? EMPTY)
  const [before, setBefore] = useState<Draft | null>(null)
  const keep = (next: Draft) => {
    queries.setQueryDefaults(keyOf(instance), { gcTime: Number.POSITIVE_INFINITY })
    queries.setQueryData(keyOf(instance), next)
    setDraft(next)
  }
  return {
    draft,
    change(changes) {
      keep({ ...draft, ...changes })
      setBefore(null)
    },
    replace(next) {
      setBefore(draft)
      keep(next)
    },
    undo:
      before === null
        ? null
        : () => {
            keep(before)
            setBefore(null)
          },
  }
}
