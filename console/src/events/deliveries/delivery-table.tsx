import { Link } from '@tanstack/react-router'
import { useNow } from '../../ui/use-now.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/language.ts'
import { isEventType } from '../known-events.ts'
import { eventsWords } from '../words.ts'
import type { Delivery } from './delivery-calls.ts'
import { LastAnswer, NextAttempt, StateBadge } from './delivery-state.tsx'
import { MOST_SELECTED } from './selection-bar.tsx'
import { deliveryWords } from './words.ts'

type Selection = ReadonlyMap<string, Delivery>

/** Is not sent again, and so not selected. */
const TEST = 'webhook.test'

interface TableProps {
  instance: string
  deliveries: readonly Delivery[]
  selection: Selection
  onSelect: (selection: Selection) => void
  /** What is shown is of another filter, while the wanted is asked for. */
  isStale: boolean
  /** Labels of the webhooks that are paused. */
  paused: ReadonlySet<string>
}

/** A page of deliveries; on narrow screens what is in the later columns stands below the event. */
export function DeliveryTable({ instance, deliveries, selection, onSelect, isStale, paused }: TableProps) {
  const words = useWords(deliveryWords)
  const now = useNow()
  const meant = deliveries.filter(({ event }) => event !== TEST)
  const here = meant.filter(({ id }) => selection.has(id)).length
  function selectAll(isSelected: boolean) {
    const next = new Map(selection)
    for (const delivery of meant) {
      if (!isSelected) next.delete(delivery.id)
      else if (next.size < MOST_SELECTED) next.set(delivery.id, delivery)
    }
    onSelect(next)
  }
  function select(delivery: Delivery, isSelected: boolean) {
    const next = new Map(selection)
    if (!isSelected) next.delete(delivery.id)
    else if (next.size < MOST_SELECTED) next.set(delivery.id, delivery)
    onSelect(next)
  }
  return (
    <div className={`rounded-xl border border-line bg-card ${isStale ? 'opacity-60' : ''}`} aria-busy={isStale}>
      <table className="w-full table-fixed text-left text-sm">
        <caption className="sr-only">{words.caption}</caption>
        <thead className="border-b border-line text-xs text-quiet">
          <tr>
            <th scope="col" className="w-12 px-3 py-2">
              <input
                type="checkbox"
                aria-label={words.selectAll}
                checked={here > 0 && here === meant.length}
                disabled={meant.length === 0}
                ref={(box) => {
                  if (box) box.indeterminate = here > 0 && here < meant.length
                }}
                onChange={({ target }) => selectAll(target.checked)}
                className="size-6 accent-accent"
              />
            </th>
            <th scope="col" className="px-2 py-2 font-medium">
              {words.event}
            </th>
            <th scope="col" className="hidden w-32 px-2 py-2 font-medium lg:table-cell">
              {words.label}
            </th>
            <th scope="col" className="w-28 px-2 py-2 font-medium sm:w-44">
              {words.state}
            </th>
            <th scope="col" className="hidden w-24 px-2 py-2 font-medium md:table-cell">
              {words.attempts}
            </th>
            <th scope="col" className="hidden px-2 py-2 font-medium md:table-cell">
              {words.last}
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {deliveries.map((delivery) => (
            <Row
              key={delivery.id}
              instance={instance}
              delivery={delivery}
              now={now}
              isPaused={paused.has(delivery.label)}
              isSelected={selection.has(delivery.id)}
              onSelect={(isSelected) => select(delivery, isSelected)}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface RowProps {
  instance: string
  delivery: Delivery
  now: number
  isPaused: boolean
  isSelected: boolean
  onSelect: (isSelected: boolean) => void
}

function Row({ instance, delivery, now, isPaused, isSelected, onSelect }: RowProps) {
  const words = useWords(deliveryWords)
  const { types } = useWords(eventsWords)
  const { moment, number } = useFormats()
  const { id, event, label, attempts, createdAt } = delivery
  const name = isEventType(event) ? types[event].name : event
  const when = moment(createdAt)
  return (
    <tr className={isSelected ? 'bg-accent-back' : ''}>
      <td className="px-3 py-2 align-top">
        <input
          type="checkbox"
          aria-label={words.selectOne(name, when)}
          checked={isSelected}
          disabled={event === TEST}
          onChange={({ target }) => onSelect(target.checked)}
          className="size-6 accent-accent"
        />
      </td>
      <th scope="row" className="px-2 py-2 align-top font-normal">
        <Link
          to="/i/$instance/events/deliveries/$deliveryId"
          params={{ instance, deliveryId: id }}
          className="font-medium underline"
        >
          {name}
        </Link>
        <div className="foreign text-xs text-quiet">
          <code className="font-mono">{event}</code>
        </div>
        <time dateTime={createdAt} className="block text-xs text-quiet">
          {when}
        </time>
        <div className="foreign line-clamp-2 text-xs text-quiet lg:hidden">{label}</div>
      </th>
      <td className="hidden px-2 py-2 align-top lg:table-cell">
        <div className="foreign line-clamp-2">{label}</div>
      </td>
      <td className="px-2 py-2 align-top">
        <StateBadge state={delivery.state} />
        <NextAttempt delivery={delivery} now={now} isPaused={isPaused} />
        <div className="mt-1 text-xs text-quiet md:hidden">
          {words.attemptsShort(number(attempts))} · <LastAnswer delivery={delivery} />
        </div>
      </td>
      <td className="hidden px-2 py-2 align-top md:table-cell">{number(attempts)}</td>
      <td className="foreign hidden px-2 py-2 align-top text-xs md:table-cell">
        <LastAnswer delivery={delivery} />
      </td>
    </tr>
  )
}
