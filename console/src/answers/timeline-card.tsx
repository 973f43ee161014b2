import { Card } from '../ui/page.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/language.ts'
import { answerWords } from './answer-words.ts'
import { type Step, timelineOf } from './timeline.ts'
import type { WholeForm } from './told.ts'

export function TimelineCard({ form }: { form: WholeForm }) {
  const words = useWords(answerWords)
  return (
    <Card title={words.timeline}>
      <ol className="flex flex-col">
        {timelineOf(form).map((step, index, { length }) => (
          <Row key={step.name} step={step} isLast={index === length - 1} isLate={form.late} />
        ))}
      </ol>
      <p className="mt-3 text-xs text-quiet">{words.neverOpened}</p>
    </Card>
  )
}

function Row({ step, isLast, isLate }: { step: Step; isLast: boolean; isLate: boolean }) {
  const words = useWords(answerWords)
  const formats = useFormats()
  const note = useNote(step)
  const hasBeen = step.at !== null && step.name !== 'expiresAt'
  return (
    <li className="relative flex gap-3 pb-3 text-sm last:pb-0">
      <span aria-hidden="true" className="flex w-3 flex-col items-center">
        <span className={`mt-1.5 size-3 shrink-0 rounded-full border-2 border-accent ${hasBeen ? 'bg-accent' : ''}`} />
        {isLast ? null : <span className="-mb-4.5 w-px grow bg-line" />}
      </span>
      <div>
        <p>
          <span className="font-medium">{words.times[step.name]}</span>{' '}
          {step.at === null ? null : (
            <time dateTime={step.at} className="text-quiet">
              {formats.moment(step.at)}
            </time>
          )}
        </p>
        {note === null ? null : <p className="text-xs text-quiet">{note}</p>}
        {step.name === 'answeredAt' && step.at !== null && isLate ? (
          <p className="text-xs text-warn">{words.lateAnswer}</p>
        ) : null}
      </div>
    </li>
  )
}

function useNote(step: Step): string | null {
  const words = useWords(answerWords)
  if (step.at !== null) return null
  switch (step.unseen) {
    case 'notYet':
      return words.notYet
    case 'never':
      return words.noneComing
    case 'implied':
      return `${words.unseen}. ${words.why.implied}`
    case 'unseen': {
      const why = (words.why as Record<string, string>)[step.name]
      return why === undefined ? words.unseen : `${words.unseen}. ${why}`
    }
  }
}
