import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { Asked } from '../ui/asked.tsx'
import { Button, buttonLook } from '../ui/button.tsx'
import { Empty } from '../ui/page.tsx'
import { useWords } from '../words/language.ts'
import { type Delivery, deliveriesQuery } from './deliveries/delivery-calls.ts'
import { DeliveryTable } from './deliveries/delivery-table.tsx'
import { FilterBar } from './deliveries/filter-bar.tsx'
import { PeriodDialog } from './deliveries/period-dialog.tsx'
import { ReplayDialog } from './deliveries/replay-dialog.tsx'
import { type DeliverySearch, isNarrowed, narrowed } from './deliveries/search.ts'
import { SelectionBar } from './deliveries/selection-bar.tsx'
import { deliveryWords } from './deliveries/words.ts'
import { EventsFrame } from './events-frame.tsx'
import { useFresh } from './use-fresh.ts'
import { webhooksQuery } from './webhooks/webhook-calls.ts'
import { eventsWords } from './words.ts'

type Selection = ReadonlyMap<string, Delivery>

/** What was posted to webhooks, waits to be, or was given up; all of it can be sent again. */
export function DeliveriesPage() {
  const { instance } = useParams({ from: '/in/i/$instance/events/deliveries' })
  return <Deliveries key={instance} instance={instance} />
}

function Deliveries({ instance }: { instance: string }) {
  const search = useSearch({ from: '/in/i/$instance/events/deliveries' })
  const navigate = useNavigate()
  const words = useWords(deliveryWords)
  const { deliveries: title } = useWords(eventsWords)
  const page = useQuery({ ...deliveriesQuery(instance, search), placeholderData: keepPreviousData })
  const webhooks = useQuery(webhooksQuery(instance))
  const [selection, setSelection] = useState<Selection>(new Map())
  const [open, setOpen] = useState<'selected' | 'period' | null>(null)
  const [said, setSaid] = useState('')
  const outcome = useRef<HTMLParagraphElement>(null)
  useFresh(instance, ['deliveries', 'webhooks'])
  // The button that was pressed may be gone with the selection: the focus goes to what came of it.
  useEffect(() => {
    if (said !== '' && open === null) outcome.current?.focus()
  }, [said, open])

  function filter(change: Record<string, string>) {
    setSelection(new Map())
    void navigate({
      to: '/i/$instance/events/deliveries',
      params: { instance },
      search: narrowed(search, change),
      replace: true,
    })
  }
  function done(outcomeWords: string) {
    setSelection(new Map())
    setOpen(null)
    setSaid(outcomeWords)
  }
  const known = webhooks.data ?? []
  const labels = known.map(({ label }) => label)
  const paused = new Set(known.filter((webhook) => webhook.paused).map(({ label }) => label))
  return (
    <EventsFrame
      instance={instance}
      title={title}
      intro={words.intro}
      aside={<Button onClick={() => setOpen('period')}>{words.againPeriod}</Button>}
    >
      <FilterBar search={search} labels={labels} onChange={filter} />
      <p ref={outcome} role="status" tabIndex={-1} className="text-sm font-medium text-good empty:-mt-4">
        {said}
      </p>
      <Asked query={page}>
        {({ deliveries, nextCursor }) =>
          deliveries.length === 0 ? (
            <NoDeliveries instance={instance} search={search} onReset={() => filter(NO_FILTER)} />
          ) : (
            <div className="flex flex-col gap-3">
              <SelectionBar
                selection={selection}
                onAgain={() => setOpen('selected')}
                onClear={() => setSelection(new Map())}
              />
              <DeliveryTable
                instance={instance}
                deliveries={deliveries}
                selection={selection}
                onSelect={setSelection}
                isStale={page.isPlaceholderData}
                paused={paused}
              />
              <Pages instance={instance} search={search} nextCursor={nextCursor} />
            </div>
          )
        }
      </Asked>
      <ReplayDialog
        instance={instance}
        deliveries={[...selection.values()]}
        isOpen={open === 'selected'}
        onClose={() => setOpen(null)}
        onDone={done}
      />
      <PeriodDialog
        instance={instance}
        webhooks={known}
        label={search.label}
        isOpen={open === 'period'}
        onClose={() => setOpen(null)}
        onDone={done}
      />
    </EventsFrame>
  )
}

const NO_FILTER = { label: '', state: '', event: '', messageId: '' }

type PagesProps = { instance: string; search: DeliverySearch; nextCursor: string | null }

/** Ways to the other pages; the browser's "back" goes through them. */
function Pages({ instance, search, nextCursor }: PagesProps) {
  const words = useWords(deliveryWords)
  if (nextCursor === null && search.cursor === undefined) return null
  const { cursor: _, ...first } = search
  const to = { to: '/i/$instance/events/deliveries', params: { instance } } as const
  return (
    <nav aria-label={words.pages} className="flex flex-wrap justify-end gap-2">
      {search.cursor === undefined ? null : (
        <Link {...to} search={first} className={buttonLook()}>
          {words.newest}
        </Link>
      )}
      {nextCursor === null ? null : (
        <Link {...to} search={{ ...search, cursor: nextCursor }} className={buttonLook()}>
          {words.older}
        </Link>
      )}
    </nav>
  )
}

type NoneProps = { instance: string; search: DeliverySearch; onReset: () => void }

function NoDeliveries({ instance, search, onReset }: NoneProps) {
  const words = useWords(deliveryWords)
  const isFiltered = isNarrowed(search) || search.cursor !== undefined
  const toWebhooks = (
    <Link to="/i/$instance/events" params={{ instance }} className={buttonLook('main')}>
      {words.toWebhooks}
    </Link>
  )
  return (
    <div className="rounded-xl border border-line bg-card">
      <Empty
        title={isFiltered ? words.noneTitle : words.emptyTitle}
        action={isFiltered ? <Button onClick={onReset}>{words.reset}</Button> : toWebhooks}
      >
        <p>{isFiltered ? words.none : words.empty}</p>
      </Empty>
    </div>
  )
}
