import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { instanceQuery } from '../api/instance.ts'
import { Problem } from '../api/problem.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card } from '../ui/page.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { uiWords } from '../ui/words.ts'
import { useWords } from '../words/language.ts'
import { logOut, reconnect } from './instance-calls.ts'
import type { Instance } from './instance-shapes.ts'
import { standingWords } from './standing-words.ts'
import { instancesWords } from './words.ts'

/** Dials a linked number anew, or takes it off. */
export function ConnectionCard({ instance }: { instance: Instance }) {
  const words = useWords(instancesWords)
  const ui = useWords(uiWords)
  const queries = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const { name, connection } = instance
  const refresh = () => queries.invalidateQueries({ queryKey: instanceQuery(name).queryKey })
  const dialling = useMutation({ mutationFn: () => reconnect(name), onSettled: refresh })
  const leaving = useMutation({
    mutationFn: () => logOut(name),
    onSuccess: () => setAsking(false),
    onSettled: refresh,
  })
  return (
    <Card title={words.connection}>
      <div className="flex flex-col gap-3">
        <p className="max-w-prose text-sm text-quiet">{words.connectionIntro}</p>
        <div className="flex flex-wrap items-center gap-2">
          <Button
            // A banned number that knocks looks worse.
            look={connection.state === 'connected' || connection.state === 'banned' ? 'plain' : 'main'}
            isBusy={dialling.isPending}
            onClick={() => dialling.mutate()}
          >
            {words.reconnect}
          </Button>
          <p role="status" className="text-sm text-quiet">
            {dialling.isSuccess && connection.state !== 'connected' ? words.reconnecting : ''}
          </p>
        </div>
        {dialling.isError ? <ReconnectProblem error={dialling.error} /> : null}
        <p className="max-w-prose text-sm text-quiet">{words.logOutIntro}</p>
        <div>
          <Button look="danger" onClick={() => setAsking(true)}>
            {words.logOut}
          </Button>
        </div>
      </div>
      <Dialog
        title={words.logOutTitle(name)}
        isOpen={isAsking}
        onClose={() => {
          leaving.reset()
          setAsking(false)
        }}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{ui.cancel}</Button>
            <Button look="danger" isBusy={leaving.isPending} onClick={() => leaving.mutate()}>
              {words.logOut}
            </Button>
          </>
        }
      >
        <p className="text-sm">{words.logOutAsk}</p>
        {leaving.isError ? <ProblemNotice error={leaving.error} /> : null}
      </Dialog>
    </Card>
  )
}

function ReconnectProblem({ error }: { error: Error }) {
  const words = useWords(instancesWords)
  const { situations } = useWords(standingWords)
  const code = error instanceof Problem ? error.code : null
  if (code === 'instance_not_linked') {
    return (
      <Notice tone="wrong" title={words.notLinkedAnyMore}>
        <p>{words.notLinkedAnyMoreHelps}</p>
      </Notice>
    )
  }
  if (code !== 'instance_exported') return <ProblemNotice error={error} />
  return (
    <Notice tone="wrong" title={situations.exported.what}>
      <p>{situations.exported.helps}</p>
    </Notice>
  )
}
