import { useMemo } from 'react'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/language.ts'
import type { Day } from './counts.ts'
import { Cut } from './cut.tsx'
import { useDayFormats } from './day-formats.ts'
import { overviewWords } from './words.ts'

/** What the chart draws, in figures. */
export function DaysTable({ days }: { days: readonly Day[] }) {
  const words = useWords(overviewWords)
  const { number, day } = useFormats()
  const { noon } = useDayFormats()
  const newest = useMemo(() => days.toReversed(), [days])
  const heads = [words.answersSeries, words.sentSeries, words.failedSeries]
  return (
    <Cut rows={newest} most={31}>
      {(rows) => (
        <section
          aria-label={words.tableCaption}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
          tabIndex={0}
          className="max-h-96 overflow-auto rounded-lg border border-line"
        >
          <table className="w-full text-sm">
            <caption className="sr-only">{words.tableCaption}</caption>
            <thead className="sticky top-0 bg-raised text-xs">
              <tr>
                <th scope="col" className="px-1.5 sm:px-3 py-2 text-left font-medium">
                  {words.day}
                </th>
                {heads.map((head) => (
                  <th key={head} scope="col" className="px-1.5 sm:px-3 py-2 text-right font-medium">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ date, answers, sent, failed }) => (
                <tr key={date} className="border-t border-line">
                  <th scope="row" className="px-1.5 sm:px-3 py-1.5 text-left font-normal whitespace-nowrap">
                    <time dateTime={date}>{day(noon(date))}</time>
                  </th>
                  <td className="px-1.5 sm:px-3 py-1.5 text-right tabular-nums">{number(answers)}</td>
                  <td className="px-1.5 sm:px-3 py-1.5 text-right tabular-nums">{number(sent)}</td>
                  <td className="px-1.5 sm:px-3 py-1.5 text-right tabular-nums">{number(failed)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Cut>
  )
}
