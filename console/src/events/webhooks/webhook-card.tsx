import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { useFocusHeir } from '../../ui/focus-heir.ts'
import { Badge, type Tone } from '../../ui/notice.tsx'
import { Facts } from '../../ui/page.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/language.ts'
import { EventsProblem } from '../events-problem.tsx'
import { isEventType } from '../known-events.ts'
import { eventsWords } from '../words.ts'
import { showAddress } from './address.ts'
import { RotateDialog } from './rotate-dialog.tsx'
import { stateOf, type WebhookState } from './state.ts'
import { StateText } from './state-text.tsx'
import { SwitchOffDialog } from './switch-off-dialog.tsx'
import { TestPanel } from './test-panel.tsx'
import { pauseWebhook, type Waiting, type Webhook, waitingQuery } from './webhook-calls.ts'
import { webhookWords } from './words.ts'

interface CardProps {
  instance: string
  webhook: Webhook
  /** No more can be switched on. */
  isFull: boolean
  onEdit: () => void
  onSaid: (said: string) => void
}

const TONES: Record<WebhookState['type'], Tone | 'plain'> = {
  on: 'good',
  failing: 'warn',
  'paused-by-hand': 'note',
  'paused-for-failures': 'wrong',
  off: 'plain',
  gone: 'wrong',
}

/** A webhook: how it is, what it gets, and all that can be done with it. */
export function WebhookCard({ instance, webhook, isFull, onEdit, onSaid }: CardProps) {
  const words = useWords(webhookWords)
  const queries = useQueryClient()
  const { label, enabled, paused } = webhook
  const state = stateOf(webhook)
  const [open, setOpen] = useState<'rotate' | 'switch-off' | null>(null)
  /** Counts the tests that were asked for; 0: none. */
  const [test, setTest] = useState(0)
  const tester = useFocusHeir<HTMLButtonElement>(test === 0)
  const waiting = useQuery({ ...waitingQuery(instance, label), enabled })
  const pausing = useMutation({
    mutationFn: (wanted: boolean) => pauseWebhook(instance, label, wanted),
    onSuccess: async (_, wanted) => {
      onSaid(wanted ? words.paused(label) : words.resumed(label))
      await Promise.all(
        ['webhooks', 'deliveries'].map((noun) => queries.invalidateQueries({ queryKey: [noun, instance] })),
      )
    },
  })
  const named = <span className="sr-only"> {words.of(label)}</span>
  return (
    <section aria-label={words.of(label)} className="rounded-xl border border-line bg-card p-4 sm:p-5">
      <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="foreign text-base font-semibold">{label}</h2>
        <Badge tone={TONES[state.type]}>{words.states[state.type]}</Badge>
      </div>
      <StateText state={state} />
      <WebhookFacts instance={instance} webhook={webhook} waiting={waiting.data} />
      <div className="mt-4 flex flex-wrap gap-2">
        {enabled ? (
          <>
            <Button ref={tester} onClick={() => setTest((count) => count + 1)}>
              {words.test}
              {named}
            </Button>
            <Button onClick={onEdit}>
              {words.edit}
              {named}
            </Button>
            <Button look={paused ? 'main' : 'plain'} isBusy={pausing.isPending} onClick={() => pausing.mutate(!paused)}>
              {paused ? words.resume : words.pause}
              {named}
            </Button>
            <Button onClick={() => setOpen('rotate')}>
              {words.rotate}
              {named}
            </Button>
          </>
        ) : null}
        {/* One button in two states: whoever switched the webhook off keeps the focus. */}
        <Button
          look={enabled ? 'danger' : 'plain'}
          disabled={!enabled && isFull}
          onClick={enabled ? () => setOpen('switch-off') : onEdit}
        >
          {enabled ? words.switchOff : words.switchOn}
          {named}
        </Button>
      </div>
      {pausing.isError ? (
        <div className="mt-3">
          <EventsProblem error={pausing.error} />
        </div>
      ) : null}
      {test > 0 && enabled ? (
        <TestPanel key={test} instance={instance} label={label} onClose={() => setTest(0)} />
      ) : null}
      <RotateDialog
        instance={instance}
        label={label}
        isOpen={open === 'rotate'}
        onOpen={() => setOpen('rotate')}
        onClose={() => setOpen(null)}
      />
      <SwitchOffDialog
        instance={instance}
        label={label}
        waiting={waiting.data}
        isPaused={paused}
        isOpen={open === 'switch-off'}
        onClose={() => setOpen(null)}
        onPauseInstead={() => pausing.mutate(true)}
        onSaid={onSaid}
      />
    </section>
  )
}

type FactsProps = Pick<CardProps, 'instance' | 'webhook'> & { waiting: Waiting | undefined }

function WebhookFacts({ instance, webhook, waiting }: FactsProps) {
  const words = useWords(webhookWords)
  const formats = useFormats()
  const { label, url, enabled, events, authorization, byEvents } = webhook
  const count = waiting === undefined ? '…' : formats.number(waiting.count)
  const address = <code className="font-mono text-xs">{url === '' ? words.none : showAddress(url)}</code>
  if (!enabled) return <Facts facts={[[words.url, address]]} />
  return (
    <Facts
      facts={[
        [words.url, address],
        [words.events, <EventNames key="events" events={events} />],
        [words.authorization, authorization === '' ? words.authorizationNone : words.authorizationSet],
        ...(byEvents ? [[words.perType, words.perTypeOn] as const] : []),
        [
          words.waiting,
          <span key="waiting" className="flex flex-wrap gap-x-4">
            <span>{waiting?.isMore ? words.waitingMore(count) : words.waitingCount(count)}</span>
            <Link
              to="/i/$instance/events/deliveries"
              params={{ instance }}
              search={{ label }}
              className="foreign underline"
            >
              {words.deliveriesOf(label)}
            </Link>
          </span>,
        ],
      ]}
    />
  )
}

function EventNames({ events }: { events: readonly string[] }) {
  const words = useWords(webhookWords)
  const { types } = useWords(eventsWords)
  if (events.length === 0) return words.theSix
  return [...new Set(events)].map((type) => (isEventType(type) ? types[type].name : type)).join(' · ')
}
