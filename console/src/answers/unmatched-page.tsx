import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { api, told } from '../api/client.ts'
import { queries } from '../api/query-client.ts'
import { Asked } from '../ui/asked.tsx'
import { Button } from '../ui/button.tsx'
import { LongText } from '../ui/long-text.tsx'
import { Card, Empty, Facts, PageTitle } from '../ui/page.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/language.ts'
import { answerWords } from './answer-words.ts'
import { EraseDialog } from './erase-dialog.tsx'
import { Erased } from './marks.tsx'
import { Raw } from './revisions-card.tsx'
import type { Unmatched } from './told.ts'
import { useLiveUnmatched } from './use-unmatched.ts'
import { answersWords } from './words.ts'

const PAGE = 20

/** Answers that belong to no form: why, and what they say. */
export function UnmatchedPage() {
  const { instance } = useParams({ from: '/in/i/$instance/answers/unmatched' })
  const words = useWords(answersWords)
  const page = useWords(answerWords)
  return (
    <div>
      <Link to="/i/$instance/answers" params={{ instance }} className="mb-2 inline-block text-sm text-accent underline">
        {page.back}
      </Link>
      <PageTitle>{words.unmatchedTitle}</PageTitle>
      <p className="mb-4 max-w-prose text-sm text-quiet">{words.unmatchedLead}</p>
      <List key={instance} instance={instance} />
    </div>
  )
}

function List({ instance }: { instance: string }) {
  const words = useWords(answersWords)
  const [cursors, setCursors] = useState<readonly string[]>([])
  const [toErase, setToErase] = useState<string | null>(null)
  const top = useRef<HTMLDivElement>(null)
  const cursor = cursors.at(-1) ?? null
  const query = useQuery({
    queryKey: ['unmatched', instance, 'page', cursor],
    queryFn: ({ signal }) =>
      told(
        api.GET('/api/form/unmatched/{instance}', {
          params: { path: { instance }, query: { limit: PAGE, ...(cursor === null ? {} : { cursor }) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    gcTime: 0,
  })
  useLiveUnmatched(instance)
  const erased = useRef<string | null>(null)
  useEffect(() => {
    if (toErase !== null || erased.current === null) return
    document.getElementById(erased.current)?.focus()
    erased.current = null
  }, [toErase])
  function turn(to: readonly string[]): void {
    setCursors(to)
    top.current?.focus()
  }
  return (
    <div ref={top} tabIndex={-1} className="flex max-w-4xl flex-col gap-4 outline-none">
      <Asked query={query}>
        {({ answers, nextCursor }) => (
          <>
            {answers.length === 0 ? (
              <Empty title={words.unmatchedNone}>{words.unmatchedNoneHelp}</Empty>
            ) : (
              <ol aria-label={words.unmatchedCaption} className="flex flex-col gap-4">
                {answers.map((answer) => (
                  <li key={answer.id}>
                    <One answer={answer} onErase={() => setToErase(answer.id)} />
                  </li>
                ))}
              </ol>
            )}
            <nav aria-label={words.pages} className="flex gap-2">
              <Button
                disabled={cursors.length === 0 || query.isPlaceholderData}
                onClick={() => turn(cursors.slice(0, -1))}
              >
                {words.back}
              </Button>
              <Button
                disabled={nextCursor === null || query.isPlaceholderData}
                onClick={() => nextCursor !== null && turn([...cursors, nextCursor])}
              >
                {words.next}
              </Button>
            </nav>
          </>
        )}
      </Asked>
      <EraseDialog
        instance={instance}
        ids={toErase === null ? [] : [toErase]}
        onClose={() => setToErase(null)}
        onErased={async ([id = null]) => {
          erased.current = id
          await queries.invalidateQueries({ queryKey: ['unmatched', instance] })
        }}
      />
    </div>
  )
}

function One({ answer, onErase }: { answer: Unmatched; onErase: () => void }) {
  const words = useWords(answersWords)
  const page = useWords(answerWords)
  const formats = useFormats()
  const { jid, lid, name } = answer.from
  const names = [
    ...(answer.flowToken === null ? [] : [`${words.token}: ${answer.flowToken}`]),
    ...(answer.quoted === null ? [] : [`${words.quoted}: ${answer.quoted}`]),
  ]
  const reason = words.reasons[answer.reason]
  return (
    <Card>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <h2 id={answer.id} tabIndex={-1} className="font-semibold">
          {reason ?? answer.reason}
        </h2>
        {answer.erased ? null : (
          <Button look="danger" onClick={onErase}>
            {page.erase}
            <span className="sr-only"> {formats.moment(answer.at)}</span>
          </Button>
        )}
      </div>
      <Facts
        facts={[
          [words.at, formats.moment(answer.at)],
          [
            words.sender,
            <LongText key="from" text={[name, jid ?? lid].filter(Boolean).join(' · ') || words.somebody} />,
          ],
          [words.names, names.length === 0 ? '—' : <LongText key="names" text={names.join('\n')} />],
          ...(reason === undefined ? [] : [[words.reason, <code key="code">{answer.reason}</code>] as const]),
        ]}
      />
      <div className="mt-3">{answer.erased ? <Erased /> : <Raw id={answer.id} raw={answer.raw} />}</div>
    </Card>
  )
}
