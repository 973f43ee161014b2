import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { api, told } from '../api/client.ts'
import { Asked } from '../ui/asked.tsx'
import { Button, buttonLook } from '../ui/button.tsx'
import { Empty, PageTitle } from '../ui/page.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { useWords } from '../words/language.ts'
import { useChosenColumns } from './chosen-columns.ts'
import { ColumnChooser } from './column-chooser.tsx'
import { questionsOf } from './columns.ts'
import { ExportDialog } from './export-dialog.tsx'
import { type AddressFilter, isNarrowed, NOBODY, readAddress } from './filter.ts'
import { FilterBar } from './filter-bar.tsx'
import { FormsTable } from './forms-table.tsx'
import { News, Pager } from './pager.tsx'
import { type FormsPage, useForms } from './use-forms.ts'
import { useLiveUnmatched } from './use-unmatched.ts'
import { answersWords } from './words.ts'

/** All forms of an instance and what came back, a page at a time, as it happens. */
export function AnswersPage() {
  const { instance } = useParams({ from: '/in/i/$instance/answers' })
  return <Answers key={instance} instance={instance} />
}

function Answers({ instance }: { instance: string }) {
  const address = useSearch({ from: '/in/i/$instance/answers' })
  const navigate = useNavigate({ from: '/i/$instance/answers' })
  const words = useWords(answersWords)
  const [isExporting, setExporting] = useState(false)
  const choice = useChosenColumns()
  const view = useForms(instance, address)
  const top = useRef<HTMLDivElement>(null)
  const page = view.query.data

  const changeAddress = (to: AddressFilter) => void navigate({ search: readAddress({ ...to }), replace: true })
  function reset(): void {
    view.setPerson(NOBODY)
    changeAddress({})
  }
  /** The rows change under whoever reads: they go on at the top of them. */
  function turn(to: () => void): void {
    to()
    top.current?.focus()
  }

  return (
    <div>
      <PageTitle
        aside={
          <div className="flex flex-wrap gap-2">
            <ColumnChooser questions={questionsOf(page?.forms ?? [])} />
            <Button onClick={() => setExporting(true)}>{words.export}</Button>
          </div>
        }
      >
        {words.title}
      </PageTitle>
      <FilterBar
        instance={instance}
        address={address}
        person={view.person}
        onAddress={changeAddress}
        onPerson={view.setPerson}
        onReset={reset}
      />
      <News view={view} onFirst={() => turn(view.goFirst)} />
      <div ref={top} tabIndex={-1} className="flex flex-col gap-3 outline-none">
        <Asked query={view.query}>
          {(shown) => (
            <>
              {view.query.isRefetchError ? <ProblemNotice error={view.query.error} /> : null}
              {shown.forms.length === 0 ? (
                <Nothing
                  instance={instance}
                  page={shown}
                  isNarrowed={isNarrowed(address, view.person)}
                  isFirst={view.pageNumber === 1}
                  onReset={reset}
                />
              ) : (
                <FormsTable instance={instance} forms={shown.forms} columns={choice.shown} />
              )}
              <Pager view={view} page={shown} onTurn={turn} />
            </>
          )}
        </Asked>
      </div>
      <Beside instance={instance} />
      <ExportDialog instance={instance} filter={view.filter} isOpen={isExporting} onClose={() => setExporting(false)} />
    </div>
  )
}

interface NothingProps {
  instance: string
  page: FormsPage
  isNarrowed: boolean
  isFirst: boolean
  onReset: () => void
}

function Nothing({ instance, page, isNarrowed: isFiltered, isFirst, onReset }: NothingProps) {
  const words = useWords(answersWords)
  if (page.nextCursor !== null) return <Empty title={words.noneYet}>{words.noneYetHelp}</Empty>
  if (!isFirst) return <Empty title={words.noneHere} />
  if (isFiltered) {
    return (
      <Empty title={words.noneFound} action={<Button onClick={onReset}>{words.reset}</Button>}>
        {words.noneFoundHelp}
      </Empty>
    )
  }
  return (
    <Empty
      title={words.noneSent}
      action={
        <Link to="/i/$instance/send" params={{ instance }} className={buttonLook('main')}>
          {words.sendForm}
        </Link>
      }
    >
      {words.noneSentHelp}
    </Empty>
  )
}

/** What is no row of the table: answers without a form, and everything of one person. */
function Beside({ instance }: { instance: string }) {
  const words = useWords(answersWords)
  useLiveUnmatched(instance)
  const { data } = useQuery({
    queryKey: ['unmatched', instance, 'any'],
    queryFn: () =>
      told(api.GET('/api/form/unmatched/{instance}', { params: { path: { instance }, query: { limit: 1 } } })),
  })
  return (
    <p className="mt-6 flex flex-wrap items-center gap-x-4 gap-y-2 text-sm text-quiet">
      {data && data.answers.length > 0 ? (
        <span>
          {words.unmatchedNote}{' '}
          <Link to="/i/$instance/answers/unmatched" params={{ instance }} className="text-accent underline">
            {words.toUnmatched}
          </Link>
        </span>
      ) : null}
      <Link to="/i/$instance/answers/person" params={{ instance }} className="text-accent underline">
        {words.toPerson}
      </Link>
    </p>
  )
}
