import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { uiWords } from '../../ui/words.ts'
import { useWords } from '../../words/language.ts'
import { EventsProblem } from '../events-problem.tsx'
import { configureWebhook, type Waiting } from './webhook-calls.ts'
import { webhookWords } from './words.ts'

interface SwitchOffProps {
  instance: string
  label: string
  waiting: Waiting | undefined
  isPaused: boolean
  isOpen: boolean
  onClose: () => void
  onPauseInstead: () => void
  onSaid: (said: string) => void
}

/** Switches a webhook off, after it is said what that clears and cancels. */
export function SwitchOffDialog(props: SwitchOffProps) {
  const { instance, label, waiting, isPaused, isOpen, onClose, onPauseInstead, onSaid } = props
  const { switching: words, switchedOff } = useWords(webhookWords)
  const ui = useWords(uiWords)
  const queries = useQueryClient()
  const switching = useMutation({
    mutationFn: () => configureWebhook(instance, { label, enabled: false }),
    onSuccess: () => {
      onSaid(switchedOff(label))
      onClose()
    },
    onSettled: () =>
      Promise.all(['webhooks', 'deliveries'].map((noun) => queries.invalidateQueries({ queryKey: [noun, instance] }))),
  })
  function close() {
    switching.reset()
    onClose()
  }
  return (
    <Dialog
      title={words.title(label)}
      isOpen={isOpen}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{ui.cancel}</Button>
          {isPaused ? null : (
            <Button
              onClick={() => {
                close()
                onPauseInstead()
              }}
            >
              {words.pauseInstead}
            </Button>
          )}
          <Button look="danger" isBusy={switching.isPending} onClick={() => switching.mutate()}>
            {words.go}
          </Button>
        </>
      }
    >
      <p className="text-sm">{words.text}</p>
      {waiting ? <p className="text-sm font-medium">{words.cancels(waiting.count, waiting.isMore)}</p> : null}
      <p className="text-sm text-quiet">{words.later}</p>
      {switching.isError ? <EventsProblem error={switching.error} /> : null}
    </Dialog>
  )
}
