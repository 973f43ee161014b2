import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useRef, useState } from 'react'
import { api, told } from '../api/client.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { uiWords } from '../ui/words.ts'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/language.ts'
import { answerWords } from './answer-words.ts'
import { forgetBodies } from './forget.ts'

interface EraseDialogProps {
  instance: string
  /** Ids of the answers to erase; empty: it is shut. */
  ids: readonly string[]
  onClose: () => void
  /** What was tried came to its end, and these are erased for certain; the dialog is shut, if at all, after that. */
  onErased: (ids: readonly string[]) => Promise<void>
}

/** Erases answers, after it has said what goes and what stays. Closing it stops it, after the one that is under way. */
export function EraseDialog({ instance, ids, onClose, onErased }: EraseDialogProps) {
  const words = useWords(answerWords)
  const ui = useWords(uiWords)
  const formats = useFormats()
  const { erase, done, isStopping, stop, reset } = useErase(instance, onErased)
  const isStopped = isStopping && erase.isSuccess && done < ids.length
  const [shownDone, shownAll] = [formats.number(done), formats.number(ids.length)]
  function shut(): void {
    reset()
    onClose()
  }
  function close(): void {
    if (erase.isPending && !isStopping) stop()
    else shut()
  }
  async function start(): Promise<void> {
    const count = await erase.mutateAsync(ids).catch(() => null)
    if (count === ids.length) shut()
  }
  return (
    <Dialog
      title={words.eraseAllTitle(ids.length, shownAll)}
      isOpen={ids.length > 0}
      onClose={close}
      isHeld={erase.isPending && !isStopping}
      actions={
        <>
          <Button onClick={close}>{isStopped ? ui.close : ui.cancel}</Button>
          <Button look="danger" isBusy={erase.isPending} onClick={() => void start()}>
            {words.erase}
          </Button>
        </>
      }
    >
      <WhatGoes goes={words.goesAnswer} stays={words.staysAnswer} />
      <p role="status" className="text-sm text-quiet">
        {isStopping && erase.isPending ? words.stopping : ''}
        {isStopped ? words.stopped(shownDone, shownAll) : ''}
        {!isStopping && erase.isPending && ids.length > 1 ? words.erasing(shownDone, shownAll) : ''}
        {erase.isError && done > 0 ? words.erasing(shownDone, shownAll) : ''}
      </p>
      {erase.isError ? <ProblemNotice error={erase.error} /> : null}
    </Dialog>
  )
}

/** Erases one after the other; asked again, it goes on with those that are left. */
function useErase(instance: string, onErased: EraseDialogProps['onErased']) {
  const gone = useRef(new Set<string>())
  const running = useRef({ isStopped: false })
  const [done, setDone] = useState(0)
  const [isStopping, setStopping] = useState(false)
  const erase = useMutation({
    /** @returns how many of them are erased */
    async mutationFn(ids: readonly string[]) {
      const run = { isStopped: false }
      running.current = run
      setStopping(false)
      const { current: erased } = gone
      for (const id of ids) {
        if (run.isStopped) break
        if (erased.has(id)) continue
        await told(api.DELETE('/api/form/answer/{instance}', { params: { path: { instance }, query: { id } } }))
        erased.add(id)
        if (erased === gone.current) setDone(erased.size)
      }
      return erased.size
    },
    async onSettled() {
      forgetBodies(instance)
      await onErased([...gone.current])
    },
  })
  return {
    erase,
    done,
    isStopping,
    stop() {
      running.current.isStopped = true
      setStopping(true)
    },
    reset() {
      // Shut while one is under way: no other one follows it.
      running.current.isStopped = true
      gone.current = new Set()
      setDone(0)
      setStopping(false)
      erase.reset()
    },
  }
}

export function WhatGoes({ goes, stays }: { goes: readonly string[]; stays: readonly string[] }) {
  const words = useWords(answerWords)
  return (
    <div className="grid gap-4 text-sm sm:grid-cols-2">
      <Column title={words.goes}>{goes}</Column>
      <Column title={words.stays}>{stays}</Column>
    </div>
  )
}

function Column({ title, children }: { title: string; children: readonly string[] }): ReactNode {
  return (
    <div>
      <h3 className="font-semibold">{title}</h3>
      <ul className="mt-1 list-disc pl-5">
        {children.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  )
}
