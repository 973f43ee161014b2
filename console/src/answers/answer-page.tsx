import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { Asked } from '../ui/asked.tsx'
import { FailureExplained } from '../ui/failure-explained.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card, Empty, PageTitle } from '../ui/page.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { useWords } from '../words/language.ts'
import { answerWords } from './answer-words.ts'
import type { AnswerWords } from './answer-words-en.ts'
import { ShortText } from './cell-view.tsx'
import { whoOf } from './cells.ts'
import { DeliveriesCard } from './deliveries-card.tsx'
import { EraseDialog } from './erase-dialog.tsx'
import { StateBadge } from './marks.tsx'
import { usePersonAsked } from './person-asked.ts'
import { RevisionsCard } from './revisions-card.tsx'
import { SentCard } from './sent-card.tsx'
import { TimelineCard } from './timeline-card.tsx'
import { type Answer, isErased, type WholeForm } from './told.ts'
import { readAnew, useAnswer } from './use-answer.ts'
import { Values } from './values.tsx'

/** One form: what was asked, what happened, and what came back. */
export function AnswerPage() {
  const { instance, messageId } = useParams({ from: '/in/i/$instance/answers/$messageId' })
  const words = useWords(answerWords)
  const query = useAnswer(instance, messageId)
  const form = query.data
  return (
    <div>
      <Link to="/i/$instance/answers" params={{ instance }} className="mb-2 inline-block text-sm text-accent underline">
        {words.back}
      </Link>
      {/* Without the name: a heading that an answer changes would take the focus from whoever reads. */}
      <PageTitle aside={form === undefined ? null : <StateBadge state={form.state} late={form.late} />}>
        {titleOf(form, words)}
      </PageTitle>
      <Asked query={query}>
        {(whole) => (
          <>
            {query.isRefetchError ? <ProblemNotice error={query.error} /> : null}
            <WholeAnswer key={whole.id} instance={instance} form={whole} />
          </>
        )}
      </Asked>
    </div>
  )
}

function titleOf(form: WholeForm | undefined, words: AnswerWords): string {
  if (form === undefined) return words.title
  return form.number === '' ? words.titleErased : words.titleWaiting(form.number)
}

function WholeAnswer({ instance, form }: { instance: string; form: WholeForm }) {
  const words = useWords(answerWords)
  const navigate = useNavigate()
  const [, askFor] = usePersonAsked(instance)
  const [toErase, setToErase] = useState<readonly Answer[]>([])
  const erased = useRef<string | null>(null)

  // The button that opened the dialog is gone with what it erased.
  useEffect(() => {
    if (toErase.length > 0 || erased.current === null) return
    document.getElementById(erased.current)?.focus()
    erased.current = null
  }, [toErase])

  return (
    <div className="flex flex-col gap-4">
      <Arrival count={form.answerCount} />
      {form.failure === null ? null : (
        <Notice tone="wrong" title={words.failure}>
          <FailureExplained failure={form.failure} />
          <p className="foreign">{words.failureCode(form.failure.code)}</p>
        </Notice>
      )}
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <AnswerCard form={form} />
          <RevisionsCard
            form={form}
            onErase={setToErase}
            onPerson={(answer) => {
              askFor(answer.from.jid ?? answer.from.lid ?? '')
              void navigate({ to: '/i/$instance/answers/person', params: { instance } })
            }}
          />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <TimelineCard form={form} />
          <SentCard form={form} />
          <DeliveriesCard instance={instance} form={form} />
        </div>
      </div>
      <EraseDialog
        instance={instance}
        ids={toErase.map(({ id }) => id)}
        onClose={() => setToErase([])}
        onErased={async (ids) => {
          erased.current = ids.at(-1) ?? null
          await readAnew(instance, form.messageId)
        }}
      />
    </div>
  )
}

function AnswerCard({ form }: { form: WholeForm }) {
  const words = useWords(answerWords)
  if (form.answers !== null) {
    return (
      <Card title={words.answer}>
        <p className="mb-3 text-lg font-semibold">
          <ShortText text={whoOf(form) ?? words.titleErased} />
        </p>
        <Values reading={form.answers} />
      </Card>
    )
  }
  if (isErased(form)) {
    return (
      <Card title={words.answer}>
        <p className="text-sm text-quiet">{words.erasedAnswer}</p>
      </Card>
    )
  }
  const isOver = form.state === 'failed' || form.state === 'expired'
  return (
    <Card title={words.answer}>
      <Empty title={isOver ? words.noneComing : words.waiting}>
        {form.state === 'failed' ? null : words.waitingHelp}
      </Empty>
    </Card>
  )
}

/** Says that an answer came while the page was open. */
function Arrival({ count }: { count: number }) {
  const words = useWords(answerWords)
  const [first] = useState(count)
  return <div role="status">{count > first ? <Notice tone="good">{words.arrived}</Notice> : null}</div>
}
