import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { instanceQuery } from '../api/instance.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Card } from '../ui/page.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { uiWords } from '../ui/words.ts'
import { useWords } from '../words/language.ts'
import { instancesQuery, rotateToken } from './instance-calls.ts'
import type { OwnInstance } from './instance-shapes.ts'
import { TokenShown } from './token-shown.tsx'
import { instancesWords } from './words.ts'

/** The instance's token: hidden until somebody wants to see it. */
export function TokenCard({ instance, mayRotate }: { instance: OwnInstance; mayRotate: boolean }) {
  const words = useWords(instancesWords)
  const [isShown, setShown] = useState(false)
  const [isRotating, setRotating] = useState(false)
  return (
    <Card title={words.tokenTitle}>
      <div className="flex flex-col gap-3">
        <p className="max-w-prose text-sm text-quiet">{words.tokenIntro}</p>
        <div className="flex flex-wrap items-center gap-2">
          <code
            dir="ltr"
            className="foreign min-w-0 rounded-lg border border-line bg-raised px-3 py-1.5 font-mono text-sm"
          >
            {isShown ? (
              instance.token
            ) : (
              <>
                <span aria-hidden="true">••••••••••••</span>
                <span className="sr-only">{words.hidden}</span>
              </>
            )}
          </code>
          <Button aria-pressed={isShown} onClick={() => setShown(!isShown)}>
            {isShown ? words.hide : words.show}
            <span className="sr-only"> {words.tokenTitle}</span>
          </Button>
          <CopyButton text={instance.token} what={words.tokenTitle} />
          {mayRotate ? <Button onClick={() => setRotating(true)}>{words.rotate}</Button> : null}
        </div>
      </div>
      <RotateDialog name={instance.name} isOpen={isRotating} onClose={() => setRotating(false)} />
    </Card>
  )
}

function RotateDialog({ name, isOpen, onClose }: { name: string; isOpen: boolean; onClose(): void }) {
  const words = useWords(instancesWords)
  const ui = useWords(uiWords)
  const queries = useQueryClient()
  const rotating = useMutation({
    mutationFn: () => rotateToken(name),
    // A token is kept nowhere but where it is shown.
    gcTime: 0,
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: instanceQuery(name).queryKey })
      void queries.invalidateQueries({ queryKey: instancesQuery.queryKey })
    },
  })
  const close = () => {
    rotating.reset()
    onClose()
  }
  if (rotating.data !== undefined) {
    return (
      <Dialog
        title={words.rotatedTitle}
        isOpen={isOpen}
        onClose={close}
        actions={
          <Button look="main" autoFocus onClick={close}>
            {words.done}
          </Button>
        }
      >
        <p role="status" className="text-sm">
          {words.rotatedNote}
        </p>
        <TokenShown label={words.token} token={rotating.data} />
      </Dialog>
    )
  }
  return (
    <Dialog
      title={words.rotateTitle}
      isOpen={isOpen}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{ui.cancel}</Button>
          <Button look="danger" isBusy={rotating.isPending} onClick={() => rotating.mutate()}>
            {words.rotate}
          </Button>
        </>
      }
    >
      <p className="text-sm">{words.rotateAsk}</p>
      {rotating.isError ? <ProblemNotice error={rotating.error} /> : null}
    </Dialog>
  )
}
