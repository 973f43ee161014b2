import { Badge, type Tone } from '../ui/notice.tsx'
import { formWords } from '../words/forms.ts'
import { useWords } from '../words/language.ts'
import { readingWords } from './reading-words.ts'
import type { FormState } from './told.ts'

const TONES: Record<FormState, Tone | 'plain'> = {
  queued: 'plain',
  sending: 'plain',
  sent: 'note',
  delivered: 'note',
  read: 'note',
  answered: 'good',
  failed: 'wrong',
  expired: 'warn',
  unknown: 'warn',
}

export function StateBadge({ state, late = false }: { state: FormState; late?: boolean }) {
  const words = useWords(readingWords)
  const { states } = useWords(formWords)
  return (
    <span className="inline-flex flex-wrap gap-1">
      <Badge tone={TONES[state]}>{states[state]}</Badge>
      {late ? <Badge tone="warn">{words.late}</Badge> : null}
    </span>
  )
}

/** A sign and a word: colour tells nobody alone. */
export function InvalidMark() {
  const words = useWords(readingWords)
  return (
    <span className="inline-flex shrink-0 items-center gap-1 text-xs font-medium whitespace-nowrap text-wrong">
      <Sign d="M8 1.5 15 14H1L8 1.5Zm0 4.5v4m0 2v.5" />
      {words.invalid}
    </span>
  )
}

export function ValidMark() {
  const words = useWords(readingWords)
  return (
    <span className="inline-flex shrink-0 items-center gap-1 text-xs font-medium whitespace-nowrap text-good">
      <Sign d="m2.5 8.5 3.5 3.5 7.5-8" />
      {words.valid}
    </span>
  )
}

export function Erased() {
  const words = useWords(readingWords)
  return <span className="text-quiet italic">{words.erased}</span>
}

function Sign({ d }: { d: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      className="size-3.5"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
    >
      <path d={d} strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  )
}
