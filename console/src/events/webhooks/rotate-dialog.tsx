import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { uiWords } from '../../ui/words.ts'
import { useWords } from '../../words/language.ts'
import { EventsProblem } from '../events-problem.tsx'
import { SecretShown } from './secret-shown.tsx'
import { rotateSecret } from './webhook-calls.ts'
import { webhookWords } from './words.ts'

interface RotateProps {
  instance: string
  label: string
  isOpen: boolean
  onOpen: () => void
  onClose: () => void
}

/** Makes a new secret, after it is said what that means, and shows it once. */
export function RotateDialog({ instance, label, isOpen, onOpen, onClose }: RotateProps) {
  const { rotation, secret: said } = useWords(webhookWords)
  const ui = useWords(uiWords)
  const queries = useQueryClient()
  const rotating = useMutation({
    mutationFn: () => rotateSecret(instance, label),
    onSuccess: () => {
      // Whoever closed it meanwhile has to see the secret all the same: it is shown only now.
      onOpen()
      return queries.invalidateQueries({ queryKey: ['webhooks', instance] })
    },
    gcTime: 0,
  })
  const secret = rotating.data?.secret
  function close() {
    // What was shown once is nowhere afterwards.
    if (!rotating.isPending) rotating.reset()
    onClose()
  }
  return (
    <Dialog
      title={secret === undefined ? rotation.title(label) : said.title(label)}
      isOpen={isOpen}
      onClose={close}
      actions={
        secret === undefined ? (
          <>
            <Button onClick={close}>{ui.cancel}</Button>
            <Button look="main" isBusy={rotating.isPending} onClick={() => rotating.mutate()}>
              {rotation.go}
            </Button>
          </>
        ) : (
          <Button look="main" onClick={close}>
            {said.done}
          </Button>
        )
      }
    >
      {secret === undefined ? (
        <>
          <p className="text-sm">{rotation.text}</p>
          <p className="text-sm text-quiet">{rotation.leaked}</p>
          {rotating.isError ? <EventsProblem error={rotating.error} /> : null}
        </>
      ) : (
        <SecretShown intro={said.rotated} secret={secret} />
      )}
    </Dialog>
  )
}
