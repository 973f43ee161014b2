import { Asked } from '../ui/asked.tsx'
import { Notice } from '../ui/notice.tsx'
import { PageTitle } from '../ui/page.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { useWords } from '../words/language.ts'
import { ChartCard } from './chart-card.tsx'
import { Failures } from './failures.tsx'
import { Filters } from './filters.tsx'
import { Funnel } from './funnel.tsx'
import { KeyFigures } from './key-figures.tsx'
import { Nothing } from './nothing.tsx'
import { RatesCard } from './rates-card.tsx'
import { isTurnedRound } from './search.ts'
import { States } from './states.tsx'
import type { Counted } from './stats.ts'
import { useCounted, useFreshFigures, useOverviewSearch } from './use-overview.ts'
import { overviewWords } from './words.ts'

/** What became of the forms of an instance: how far they came, who answers and when, and why some failed. */
export function OverviewPage() {
  const words = useWords(overviewWords)
  const { search } = useOverviewSearch()
  const counted = useCounted(search)
  useFreshFigures()
  return (
    <>
      <PageTitle
        aside={
          <p role="status" className="text-sm text-quiet">
            {counted.isPlaceholderData ? words.counting : ''}
          </p>
        }
      >
        {words.title}
      </PageTitle>
      <div className="flex flex-col gap-4">
        <Filters />
        {isTurnedRound(search) ? (
          <Notice tone="warn">{words.turnedRound}</Notice>
        ) : (
          <Asked query={counted}>
            {(told) => (
              <>
                {counted.isError ? <ProblemNotice error={counted.error} /> : null}
                <div aria-busy={counted.isPlaceholderData} className="flex flex-col gap-4">
                  <Figures counted={told} />
                </div>
              </>
            )}
          </Asked>
        )}
      </div>
    </>
  )
}

function Figures({ counted }: { counted: Counted }) {
  const { stats } = counted
  if (stats.total === 0 && stats.answers === 0) return <Nothing />
  return (
    <>
      <KeyFigures stats={stats} />
      <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
        <Funnel stats={stats} />
        <States counted={counted} />
      </div>
      <ChartCard counted={counted} />
      <RatesCard stats={stats} />
      <Failures stats={stats} />
    </>
  )
}
