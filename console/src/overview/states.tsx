import { Card } from '../ui/page.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/language.ts'
import type { Stats } from './counts.ts'
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

export function States({ stats }: { stats: Stats }) {
  const words = useWords(overviewWords)
  const { number } = useFormats()
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
                <span className="font-medium">{words.stateNames[state]}</span>
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
