import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { LongText, RawText } from '../ui/long-text.tsx'
import { Badge } from '../ui/notice.tsx'
import { Card, Facts } from '../ui/page.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/language.ts'
import { answerWords } from './answer-words.ts'
import { compare, submissionBefore } from './differences.ts'
import { readingWords } from './reading-words.ts'
import type { Answer, WholeForm } from './told.ts'
import { ComparedValues } from './values.tsx'

interface RevisionsProps {
  form: WholeForm
  onErase: (answers: readonly Answer[]) => void
  onPerson: (answer: Answer) => void
}

/** Every submission, the newest first, and what it changed. */
export function RevisionsCard({ form, onErase, onPerson }: RevisionsProps) {
  const words = useWords(answerWords)
  const formats = useFormats()
  const revisions = form.revisions ?? []
  const left = revisions.filter(({ erased }) => !erased)
  if (revisions.length === 0) return null
  return (
    <Card
      title={words.revisions}
      aside={left.length > 1 ? <Button onClick={() => onErase(left)}>{words.eraseAll}</Button> : null}
    >
      {form.answerCount > revisions.length ? (
        <p className="mb-3 text-sm text-quiet">
          {words.olderLeft(formats.number(revisions.length), formats.number(form.answerCount))}
        </p>
      ) : null}
      <ol className="flex flex-col divide-y divide-line">
        {revisions.toReversed().map((answer) => (
          <Revision
            key={answer.id}
            answer={answer}
            revisions={revisions}
            onErase={() => onErase([answer])}
            onPerson={() => onPerson(answer)}
          />
        ))}
      </ol>
    </Card>
  )
}

interface RevisionProps {
  answer: Answer
  revisions: readonly Answer[]
  onErase: () => void
  onPerson: () => void
}

function Revision({ answer, revisions, onErase, onPerson }: RevisionProps) {
  const words = useWords(answerWords)
  const reading = useWords(readingWords)
  const formats = useFormats()
  const number = formats.number(answer.revision)
  const { jid, lid, name } = answer.from
  const address = jid ?? lid
  return (
    <li className="flex flex-col gap-3 py-4 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 id={answer.id} tabIndex={-1} className="flex flex-wrap items-center gap-2 font-medium">
          {words.revision(number)}
          {answer.late ? <Badge tone="warn">{reading.late}</Badge> : null}
          {answer.erased ? <Badge tone="plain">{reading.erased}</Badge> : null}
        </h3>
        {answer.erased ? null : (
          <Button look="danger" aria-label={words.eraseAnswer(number)} onClick={onErase}>
            {words.erase}
          </Button>
        )}
      </div>
      <Facts
        facts={[
          [words.submitted, formats.moment(answer.at)],
          [
            words.by,
            <span key="by" className="flex flex-wrap items-center gap-x-3">
              <LongText text={[name, address].filter(Boolean).join(' · ') || words.somebody} />
              {address === null ? null : (
                <button type="button" onClick={onPerson} className="min-h-6 text-accent underline">
                  {words.everythingOf}
                </button>
              )}
            </span>,
          ],
          [words.matchedBy, answer.matchedBy === null ? words.unmatched : words.matches[answer.matchedBy]],
        ]}
      />
      {answer.erased ? (
        <p className="text-sm text-quiet">{words.erasedAnswer}</p>
      ) : (
        <>
          {revisions.length > 1 ? (
            <ComparedValues compared={compare(answer, submissionBefore(answer, revisions))} />
          ) : null}
          <Raw id={answer.id} raw={answer.raw} />
        </>
      )}
    </li>
  )
}

/** Shut until somebody wants it: it may be a quarter of a megabyte. `id`: of the answer, by which it is told from others. */
export function Raw({ id, raw }: { id: string; raw: string }) {
  const words = useWords(answerWords)
  const [isOpen, setOpen] = useState(false)
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="min-h-6 text-sm font-medium text-accent">{words.raw}</summary>
      <div className="mt-2">{isOpen ? <RawText text={raw} label={`${words.rawHint} · ${id}`} /> : null}</div>
    </details>
  )
}
