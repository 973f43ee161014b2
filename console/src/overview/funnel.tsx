import { Card } from '../ui/page.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/language.ts'
import { Bar } from './bar.tsx'
import type { Stats } from './counts.ts'
import { funnelOf } from './figures.ts'
import { overviewWords } from './words.ts'

/** Sent, delivered, read, answered: a table whose rows are drawn as bars. */
export function Funnel({ stats }: { stats: Stats }) {
  const words = useWords(overviewWords)
  const { number, percent } = useFormats()
  const steps = funnelOf(stats)
  const shown = (share: number | null) => (share === null ? '—' : percent(share))
  return (
    <Card title={words.funnel}>
      {stats.funnel.sent === 0 ? <p className="text-sm text-quiet">{words.nothingSent}</p> : null}
      <table className="w-full text-sm">
        <caption className="sr-only">{words.funnelCaption}</caption>
        <thead>
          <tr className="text-xs text-quiet">
            <th scope="col" className="pb-1 text-left font-medium">
              {words.step}
            </th>
            <th scope="col" className="pb-1 pl-2 text-right font-medium">
              {words.number}
            </th>
            <th scope="col" className="pb-1 pl-2 text-right font-medium">
              {words.shareOfSent}
            </th>
            <th scope="col" className="pb-1 pl-2 text-right font-medium">
              {words.shareOfBefore}
            </th>
          </tr>
        </thead>
        {steps.map(({ step, count, ofBefore, ofSent }) => (
          <tbody key={step} className="border-t border-line">
            <tr>
              <th scope="row" className="pt-2.5 text-left font-medium">
                {words.steps[step]}
              </th>
              <td className="pt-2.5 pl-2 text-right font-semibold tabular-nums">{number(count)}</td>
              <td className="pt-2.5 pl-2 text-right tabular-nums">{shown(ofSent)}</td>
              <td className="pt-2.5 pl-2 text-right tabular-nums">{shown(ofBefore)}</td>
            </tr>
            <tr>
              <td colSpan={4} className="pb-2.5 text-xs text-quiet">
                <Bar share={ofSent ?? 0} className="my-1.5 h-4" />
                {words.stepHints[step]}
              </td>
            </tr>
          </tbody>
        ))}
      </table>
      <p className="mt-2 text-xs text-quiet">{words.notOpened}</p>
    </Card>
  )
}
