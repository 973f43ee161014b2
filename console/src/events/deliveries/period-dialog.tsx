import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { uiWords } from '../../ui/words.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/language.ts'
import { EventsProblem } from '../events-problem.tsx'
import type { Webhook } from '../webhooks/webhook-calls.ts'
import { eventsWords } from '../words.ts'
import { type Counted, countPeriod } from './count-period.ts'
import { listDeliveries, replayDeliveries } from './delivery-calls.ts'
import { bodyOfPeriod, isInOrder, type PeriodDraft, periodOf } from './period.ts'
import { useReplayOutcome } from './replay-outcome.ts'
import { deliveryWords } from './words.ts'

interface PeriodProps {
  instance: string
  webhooks: readonly Webhook[]
  /** The webhook that is chosen at first. */
  label: string | undefined
  isOpen: boolean
  onClose: () => void
  onDone: (outcome: string) => void
}

/** Sends again what a webhook missed in some time. */
export function PeriodDialog({ webhooks, label, isOpen, onClose, ...rest }: PeriodProps) {
  const { period: words } = useWords(deliveryWords)
  const labels = webhooks.filter(({ enabled }) => enabled).map((webhook) => webhook.label)
  const first = label !== undefined && labels.includes(label) ? label : labels[0]
  return (
    <Dialog title={words.title} isOpen={isOpen} onClose={onClose}>
      <p className="text-sm text-quiet">{words.text}</p>
      {first === undefined ? (
        <p className="text-sm font-medium">{words.noWebhook}</p>
      ) : (
        <PeriodForm labels={labels} first={first} onClose={onClose} {...rest} />
      )}
    </Dialog>
  )
}

type FormProps = Pick<PeriodProps, 'instance' | 'onClose' | 'onDone'> & { labels: readonly string[]; first: string }

function PeriodForm({ instance, labels, first, onClose, onDone }: FormProps) {
  const { period: words, replay } = useWords(deliveryWords)
  const { states } = useWords(eventsWords)
  const ui = useWords(uiWords)
  const tell = useReplayOutcome()
  const queries = useQueryClient()
  const [draft, setDraft] = useState<PeriodDraft>({ label: first, from: '', to: '', state: '' })
  const counting = useMutation({
    mutationFn: () => countPeriod((query) => listDeliveries(instance, query), periodOf(draft, Date.now())),
  })
  const replaying = useMutation({
    mutationFn: () => replayDeliveries(instance, bodyOfPeriod(draft)),
    onSuccess: (replayed) => onDone(tell(replayed, null)),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['deliveries', instance] }),
  })
  const change = (changed: Partial<PeriodDraft>) => {
    setDraft((before) => ({ ...before, ...changed }))
    counting.reset()
    replaying.reset()
  }
  const isWrong = !isInOrder(draft)
  const counted = counting.data
  const options = [
    ['', words.missed],
    ...(['dead', 'cancelled', 'delivered'] as const).map((one) => [one, states[one]]),
  ]
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (isWrong) return
        if (counted) replaying.mutate()
        else counting.mutate()
      }}
    >
      <SelectField
        label={words.label}
        value={draft.label}
        options={labels.map((label) => [label, label] as const)}
        onChange={({ target }) => change({ label: target.value })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          type="datetime-local"
          label={words.from}
          hint={words.fromHint}
          value={draft.from}
          onChange={({ target }) => change({ from: target.value })}
        />
        <TextField
          type="datetime-local"
          label={words.to}
          hint={words.toHint}
          error={isWrong ? words.order : null}
          value={draft.to}
          onChange={({ target }) => change({ to: target.value })}
        />
      </div>
      <SelectField
        label={words.state}
        value={draft.state}
        options={options as [string, string][]}
        onChange={({ target }) => change({ state: target.value as PeriodDraft['state'] })}
      />
      <p role="status" className="text-sm font-medium">
        {counted ? <CountedText counted={counted} /> : ''}
      </p>
      <p className="text-sm text-quiet">
        {replay.same} {replay.paused}
      </p>
      {counting.isError ? <EventsProblem error={counting.error} /> : null}
      {replaying.isError ? <EventsProblem error={replaying.error} /> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{ui.cancel}</Button>
        <Button
          type="submit"
          look="main"
          disabled={isWrong || counted?.count === 0}
          isBusy={counting.isPending || replaying.isPending}
        >
          {counted ? replay.go : words.count}
        </Button>
      </div>
    </form>
  )
}

function CountedText({ counted: { count, isMore } }: { counted: Counted }) {
  const { period: words } = useWords(deliveryWords)
  const { number, plural } = useFormats()
  if (isMore) return words.countedMore(number(count))
  return count === 0 ? words.nothing : words.counted[plural(count) === 'one' ? 'one' : 'other'](number(count))
}
