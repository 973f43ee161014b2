import { Link } from '@tanstack/react-router'
import { Button, buttonLook } from '../ui/button.tsx'
import { Card, Empty } from '../ui/page.tsx'
import { useWords } from '../words/language.ts'
import { isNarrowed } from './search.ts'
import { useInstanceName, useOverviewSearch } from './use-overview.ts'
import { overviewWords } from './words.ts'

/** Nothing to count: why that may be, and the ways on. */
export function Nothing() {
  const words = useWords(overviewWords)
  const { search, change } = useOverviewSearch()
  const instance = useInstanceName()
  const isAll = search.period === 'all'
  const narrowed = isNarrowed(search)
  return (
    <Card>
      <Empty
        title={isAll && !narrowed ? words.emptyEver : words.emptyTitle}
        action={
          <div className="flex flex-wrap justify-center gap-2">
            {narrowed ? (
              <Button onClick={() => change({ source: undefined, formType: undefined, formName: undefined })}>
                {words.clear}
              </Button>
            ) : null}
            {isAll ? null : (
              <Button onClick={() => change({ period: 'all', from: undefined, to: undefined })}>
                {words.showAllTime}
              </Button>
            )}
            <Link to="/i/$instance/send" params={{ instance }} className={buttonLook('main')}>
              {words.sendForm}
            </Link>
          </div>
        }
      >
        {narrowed ? words.emptyNarrowed : isAll ? words.emptyAll : words.emptyPeriod}
      </Empty>
    </Card>
  )
}
