import { useBlocker } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { askBeforeLeaving } from '../ui/leaving.ts'
import { useWords } from '../words/language.ts'
import { settingsWords } from './settings-words.ts'

/** Asks before what was typed is lost: by another page of the console, by signing out, or by the tab being closed. */
export function LeaveGuard({ isOn }: { isOn: boolean }) {
  const words = useWords(settingsWords)
  const blocker = useBlocker({ shouldBlockFn: () => isOn, enableBeforeUnload: () => isOn, withResolver: true })
  const [asked, setAsked] = useState<{ answer(mayLeave: boolean): void } | null>(null)
  useEffect(() => {
    if (!isOn) return
    return askBeforeLeaving(() => new Promise((answer) => setAsked({ answer })))
  }, [isOn])
  function decide(mayLeave: boolean) {
    asked?.answer(mayLeave)
    setAsked(null)
    if (mayLeave) blocker.proceed?.()
    else blocker.reset?.()
  }
  return (
    <Dialog
      title={words.leaveTitle}
      isOpen={asked !== null || blocker.status === 'blocked'}
      onClose={() => decide(false)}
      actions={
        <>
          <Button onClick={() => decide(false)}>{words.stay}</Button>
          <Button look="danger" onClick={() => decide(true)}>
            {words.leaveDo}
          </Button>
        </>
      }
    >
      <p className="text-sm">{words.leave}</p>
    </Dialog>
  )
}
