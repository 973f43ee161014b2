import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { uiWords } from '../../ui/words.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/language.ts'
import { EventsProblem } from '../events-problem.tsx'
import { isEventType } from '../known-events.ts'
import { eventsWords } from '../words.ts'
import { type Delivery, replayDeliveries } from './delivery-calls.ts'
import { useReplayOutcome } from './replay-outcome.ts'
import { deliveryWords } from './words.ts'

interface ReplayProps {
  instance: string
  deliveries: readonly Delivery[]
  isOpen: boolean
  onClose: () => void
  /** With what came of it, in words. */
  onDone: (outcome: string) => void
}

const MOST_NAMED = 8

/** Sends deliveries again that somebody chose, after it is said which. */
export function ReplayDialog({ instance, deliveries, isOpen, onClose, onDone }: ReplayProps) {
  const { replay: words } = useWords(deliveryWords)
  const { types } = useWords(eventsWords)
  const ui = useWords(uiWords)
  const { moment, number, plural } = useFormats()
  const tell = useReplayOutcome()
  const queries = useQueryClient()
  const count = deliveries.length
  const replaying = useMutation({
    mutationFn: () => replayDeliveries(instance, { ids: deliveries.map(({ id }) => id) }),
    onSuccess: (replayed) => onDone(tell(replayed, count)),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['deliveries', instance] }),
  })
  function close() {
    replaying.reset()
    onClose()
  }
  return (
    <Dialog
      title={words.title}
      isOpen={isOpen}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{ui.cancel}</Button>
          <Button look="main" isBusy={replaying.isPending} onClick={() => replaying.mutate()}>
            {words.go}
          </Button>
        </>
      }
    >
      <p className="text-sm">{words.named[plural(count) === 'one' ? 'one' : 'other'](number(count))}</p>
      <ul className="list-disc pl-5 text-sm text-quiet">
        {deliveries.slice(0, MOST_NAMED).map(({ id, event, label, createdAt }) => (
          <li key={id} className="foreign">
            {isEventType(event) ? types[event].name : event} · {moment(createdAt)} · {label}
          </li>
        ))}
        {count > MOST_NAMED ? <li>{words.more(number(count - MOST_NAMED))}</li> : null}
      </ul>
      <p className="text-sm text-quiet">
        {words.same} {words.paused}
      </p>
      {replaying.isError ? <EventsProblem error={replaying.error} /> : null}
    </Dialog>
  )
}
