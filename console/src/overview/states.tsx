import { Link } from '@tanstack/react-router'
import { Card } from '../ui/page.tsx'
import { useFormats } from '../words/formats.ts'
import { formWords } from '../words/forms.ts'
import { useWords } from '../words/language.ts'
import type { Stats } from './counts.ts'
import { narrowingOf } from './search.ts'
import type { Counted } from './stats.ts'
import { useInstanceName, useOverviewSearch } from './use-overview.ts'
import { overviewWords } from './words.ts'

/** In the order in which somebody may have to do something. */
const ORDER = [
  'queued',
  'sending',
  'sent',
  'delivered',
  'read',
  'answered',
  'expired',
  'unknown',
  'failed',
] as const satisfies readonly (keyof Stats['states'])[]

/** How many forms stand where; each state leads to its forms. */
export function States({ counted: { stats, asked } }: { counted: Counted }) {
  const words = useWords(overviewWords)
  const { states: names } = useWords(formWords)
  const { number } = useFormats()
  const instance = useInstanceName()
  const { search } = useOverviewSearch()
  const there = ORDER.filter((state) => stats.states[state] > 0)
  return (
    <Card title={words.states}>
      <table className="w-full text-sm">
        <caption className="sr-only">{words.statesCaption}</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">{words.state}</th>
            <th scope="col">{words.number}</th>
          </tr>
        </thead>
        <tbody>
          {there.map((state) => (
            <tr key={state} className="border-t border-line align-top first:border-t-0">
              <th scope="row" className="py-2 pr-3 text-left font-normal">
                <Link
                  to="/i/$instance/answers"
                  params={{ instance }}
                  search={{ state, ...narrowingOf(search), ...asked }}
                  className="inline-block min-h-6 font-medium underline decoration-edge underline-offset-2"
                >
                  {names[state]}
                </Link>
                <span className="block text-xs text-quiet">{words.stateMeanings[state]}</span>
              </th>
              <td className="py-2 text-right font-semibold tabular-nums">{number(stats.states[state])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}
