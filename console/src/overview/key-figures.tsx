import type { ReactNode } from 'react'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/language.ts'
import type { Stats } from './counts.ts'
import { shareOf } from './figures.ts'
import { overviewWords } from './words.ts'

/** What somebody wants to know who has five seconds. */
export function KeyFigures({ stats }: { stats: Stats }) {
  const words = useWords(overviewWords)
  const { number, percent, duration } = useFormats()
  const { medianSecondsToAnswer: median, funnel } = stats
  const share = shareOf(funnel.answered, funnel.sent)
  return (
    <dl className="grid grid-cols-1 gap-3 min-[26rem]:grid-cols-2 xl:grid-cols-4">
      <Figure name={words.made}>{number(stats.total)}</Figure>
      <Figure name={words.answered} hint={share === null ? null : words.ofSent(percent(share))}>
        {number(funnel.answered)}
      </Figure>
      <Figure name={words.answersCame} hint={words.answersCameHint}>
        {number(stats.answers)}
      </Figure>
      <Figure name={words.median} hint={median === null ? words.medianNone : words.medianIs(duration(median))}>
        {median === null ? '—' : duration(median)}
      </Figure>
    </dl>
  )
}

function Figure({ name, hint, children }: { name: string; hint?: string | null; children: ReactNode }) {
  return (
    <div className="rounded-xl border border-line bg-card p-4">
      <dt className="text-sm text-quiet">{name}</dt>
      <dd>
        <span className="block text-2xl font-semibold tabular-nums">{children}</span>
        {hint ? <span className="block text-xs text-quiet">{hint}</span> : null}
      </dd>
    </div>
  )
}
