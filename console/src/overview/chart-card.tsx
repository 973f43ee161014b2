import { lazy, type ReactNode, Suspense, useId, useMemo, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { CheckField } from '../ui/field.tsx'
import { Card } from '../ui/page.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/language.ts'
import type { Lines } from './chart-options.ts'
import { useDayFormats } from './day-formats.ts'
import { fillDays, spanOf } from './days.ts'
import { DaysTable } from './days-table.tsx'
import { summaryOf } from './figures.ts'
import type { Counted } from './stats.ts'
import { overviewWords } from './words.ts'

const DaysChart = lazy(async () => ({ default: (await import('./chart.tsx')).DaysChart }))

/** Answers a day as a chart, or as the table that says the same. */
export function ChartCard({ counted }: { counted: Counted }) {
  const words = useWords(overviewWords)
  const id = useId()
  const [isTable, setTable] = useState(false)
  const [lines, setLines] = useState<Lines>({ sent: false, failed: false })
  const days = useMemo(
    () => fillDays(counted.stats.days, spanOf(counted.stats.days, counted.asked, counted.today)),
    [counted],
  )
  return (
    <Card
      title={words.chart}
      aside={<Button onClick={() => setTable(!isTable)}>{isTable ? words.showChart : words.showTable}</Button>}
    >
      <p id={id} className="mb-2 text-sm">
        <Summary days={days} />
      </p>
      {isTable ? (
        <DaysTable days={days} />
      ) : (
        <>
          <Suspense fallback={<div className="h-65" />}>
            <DaysChart days={days} lines={lines} labelledBy={id} />
          </Suspense>
          <fieldset className="mt-2">
            <legend className="sr-only">{words.also}</legend>
            <div className="flex flex-wrap gap-x-6 gap-y-2">
              <Key mark={<rect width="24" height="10" y="1" className="fill-accent" />}>{words.answersBar}</Key>
              <Key mark={<path d="M0 6h24" className="stroke-note" strokeWidth="2.5" />}>
                <CheckField
                  label={words.sentLine}
                  checked={lines.sent}
                  onChange={({ target }) => setLines({ ...lines, sent: target.checked })}
                />
              </Key>
              <Key mark={<path d="M0 6h24" className="stroke-wrong" strokeWidth="2.5" strokeDasharray="7 4" />}>
                <CheckField
                  label={words.failedLine}
                  checked={lines.failed}
                  onChange={({ target }) => setLines({ ...lines, failed: target.checked })}
                />
              </Key>
            </div>
          </fieldset>
        </>
      )}
    </Card>
  )
}

function Summary({ days }: { days: Parameters<typeof summaryOf>[0] }) {
  const words = useWords(overviewWords)
  const { number, plural, day } = useFormats()
  const { noon } = useDayFormats()
  const { answers, best, days: length } = summaryOf(days)
  return words.chartSummary(
    words.answers(number(answers), plural(answers)),
    words.days(number(length), plural(length)),
    best === null ? null : `${day(noon(best.date))} (${number(best.answers)})`,
  )
}

/** What a series looks like, beside its name. */
function Key({ mark, children }: { mark: ReactNode; children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-2 text-sm font-medium">
      <svg aria-hidden="true" width="24" height="12" viewBox="0 0 24 12" className="shrink-0">
        {mark}
      </svg>
      {children}
    </span>
  )
}
