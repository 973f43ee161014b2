import { useId } from 'react'
import { useWords } from '../words/language.ts'
import { dayAt } from './days.ts'
import { askedDays, type OverviewSearch, PERIODS, type Period, USUAL } from './search.ts'
import { browserZone } from './stats.ts'
import { overviewWords } from './words.ts'

interface PeriodChoiceProps {
  search: OverviewSearch
  change: (changed: Pick<OverviewSearch, 'period' | 'from' | 'to'>) => void
}

/** How far back; radio buttons that look like one control. */
export function PeriodChoice({ search, change }: PeriodChoiceProps) {
  const words = useWords(overviewWords)
  const group = useId()
  const chosen = search.period ?? USUAL
  /** Dates of one's own begin with those that are shown. */
  function choose(period: Period) {
    if (period !== 'own') return change({ period })
    const today = dayAt(browserZone(), Date.now())
    change({ to: today, ...askedDays(search, today), period })
  }
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">{words.period}</legend>
      <div className="flex flex-wrap gap-1.5">
        {PERIODS.map((period) => (
          <label
            key={period}
            className="relative inline-flex min-h-9 cursor-pointer items-center rounded-lg border border-edge px-3 text-sm hover:bg-raised has-checked:border-accent has-checked:bg-accent-back has-checked:font-semibold has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus"
          >
            <input
              type="radio"
              name={group}
              value={period}
              checked={period === chosen}
              onChange={() => choose(period)}
              className="mr-2 size-4 accent-accent"
            />
            {words.periods[period]}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
