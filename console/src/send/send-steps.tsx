import { useFormats } from '../words/formats.ts'
import { formWords } from '../words/forms.ts'
import { useWords } from '../words/language.ts'
import { progressWords } from './progress-words.ts'
import { RANK, type SendState, type SentForm } from './sends.ts'

const STEPS = ['queued', 'sending', 'sent', 'delivered', 'read', 'answered'] as const

type Step = (typeof STEPS)[number]

/** When a step was seen; it may be reached without having been: an answer implies what came before it. */
function timeOf(step: Step, form: SentForm | null): string | null {
  switch (step) {
    case 'queued':
      return form?.createdAt ?? null
    case 'sending':
      return null
    case 'sent':
      return form?.sentAt ?? null
    case 'delivered':
      return form?.deliveredAt ?? null
    case 'read':
      return form?.readAt ?? null
    case 'answered':
      return form?.answeredAt ?? null
  }
}

function isReached(step: Step, state: SendState, form: SentForm | null): boolean {
  if (state === 'answered') return true
  if (timeOf(step, form) !== null) return true
  // What expired or is unknown says nothing of how far it had come: only the times do.
  return state !== 'expired' && state !== 'unknown' && RANK[state] >= RANK[step]
}

/** queued → sending → sent → delivered → read → answered, as far as it has come. */
export function SendSteps({ state, form }: { state: SendState; form: SentForm | null }) {
  const words = useWords(progressWords)
  const { states } = useWords(formWords)
  const { time } = useFormats()
  return (
    <ol className="grid grid-cols-2 gap-2 text-xs @md:grid-cols-3 @3xl:grid-cols-6">
      {STEPS.map((step) => {
        const isDone = isReached(step, state, form)
        const at = timeOf(step, form)
        return (
          <li
            key={step}
            data-step={step}
            data-reached={isDone}
            aria-current={step === state ? 'step' : undefined}
            className={`rounded-md border-t-4 bg-raised px-2 py-1.5 ${isDone ? 'border-accent' : 'border-line text-quiet'}`}
          >
            <span className="block font-medium">
              <span aria-hidden="true">{isDone ? '✓ ' : ''}</span>
              {step === 'queued' && state !== 'queued' ? words.accepted : states[step]}
              <span className="sr-only">: {isDone ? words.reached : words.notYet}</span>
            </span>
            <span className="block text-quiet">{at === null ? ' ' : time(at)}</span>
          </li>
        )
      })}
    </ol>
  )
}
