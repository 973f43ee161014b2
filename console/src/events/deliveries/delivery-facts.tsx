import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Facts } from '../../ui/page.tsx'
import { useNow } from '../../ui/use-now.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/language.ts'
import { isEventType } from '../known-events.ts'
import { showAddress } from '../webhooks/address.ts'
import { eventsWords } from '../words.ts'
import type { DeliveryFile } from './delivery-calls.ts'
import { LastAnswer, StateBadge } from './delivery-state.tsx'
import { formOf } from './read-body.ts'
import { deliveryWords } from './words.ts'

/** What a delivery is, how it is, and what happens to it next. */
export function DeliveryFacts({ instance, delivery }: { instance: string; delivery: DeliveryFile }) {
  const all = useWords(deliveryWords)
  const { one: words } = all
  const { types, stateHelp } = useWords(eventsWords)
  const { moment, number } = useFormats()
  const { event, label, state, attempts, createdAt, messageId, url, body } = delivery
  const facts: [string, ReactNode][] = [
    [
      all.event,
      <span key="event">
        {isEventType(event) ? types[event].name : event} <Code>{event}</Code>
      </span>,
    ],
    [
      all.state,
      <span key="state" className="flex flex-wrap items-center gap-2">
        <StateBadge state={state} /> <span className="text-quiet">{stateHelp[state]}</span>
      </span>,
    ],
    ...(delivery.nextAttemptAt === null
      ? []
      : [[all.next, <Next key="next" at={delivery.nextAttemptAt} />] satisfies [string, ReactNode]]),
    [all.last, <LastAnswer key="last" delivery={delivery} />],
    [all.attempts, number(attempts)],
    [all.happened, moment(createdAt)],
    [words.webhook, label],
    [words.address, url === null ? words.noAddress : <Code key="url">{showAddress(url)}</Code>],
    [words.eventId, <Code key="event-id">{delivery.eventId}</Code>],
    [words.id, <Code key="id">{delivery.id}</Code>],
  ]
  if (messageId !== null) {
    facts.push([words.message, <AboutMessage key="message" {...{ instance, messageId, form: formOf(body) }} />])
  }
  return <Facts facts={facts} />
}

function Code({ children }: { children: string }) {
  return <code className="font-mono text-xs text-quiet">{children}</code>
}

function Next({ at }: { at: string }) {
  const words = useWords(deliveryWords)
  const { ago, moment } = useFormats()
  const now = useNow(5_000)
  const isDue = Date.parse(at) <= now
  return <time dateTime={at}>{isDue ? words.due : words.one.nextAt(moment(at), ago(at, now))}</time>
}

interface AboutProps {
  instance: string
  messageId: string
  /** Message id of the form that it is about. */
  form: string | null
}

function AboutMessage({ instance, messageId, form }: AboutProps) {
  const { one: words } = useWords(deliveryWords)
  return (
    <span className="flex flex-wrap gap-x-4 gap-y-1">
      <Code>{messageId}</Code>
      {form === null ? null : (
        <Link to="/i/$instance/answers/$messageId" params={{ instance, messageId: form }} className="underline">
          {words.toForm}
        </Link>
      )}
      <Link to="/i/$instance/events/deliveries" params={{ instance }} search={{ messageId }} className="underline">
        {words.ofMessage}
      </Link>
    </span>
  )
}
