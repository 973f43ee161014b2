import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { api, told } from '../api/client.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { uiWords } from '../ui/words.ts'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/language.ts'
import { answerWords } from './answer-words.ts'

interface EraseDialogProps {
  instance: string
  /** Ids of the answers to erase; empty: it is shut. */
  ids: readonly string[]
  onClose: () => void
  /** Some were erased, all of them unless it failed. */
  onErased: () => void
}

/** Erases answers, after it has said what goes and what stays. */
export function EraseDialog({ instance, ids, onClose, onErased }: EraseDialogProps) {
  const words = useWords(answerWords)
  const ui = useWords(uiWords)
  const formats = useFormats()
  const [done, setDone] = useState(0)
  const erase = useMutation({
    async mutationFn() {
      setDone(0)
      for (const [index, id] of ids.entries()) {
        await told(api.DELETE('/api/form/answer/{instance}', { params: { path: { instance }, query: { id } } }))
        setDone(index + 1)
      }
    },
    onSuccess: onErased,
  })
  function close(): void {
    erase.reset()
    onClose()
  }
  return (
    <Dialog
      title={words.eraseAllTitle(ids.length, formats.number(ids.length))}
      isOpen={ids.length > 0}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{ui.cancel}</Button>
          <Button look="danger" isBusy={erase.isPending} onClick={() => erase.mutate()}>
            {words.erase}
          </Button>
        </>
      }
    >
      <WhatGoes goes={words.goesAnswer} stays={words.staysAnswer} />
      <p role="status" className="text-sm text-quiet">
        {erase.isPending && ids.length > 1 ? words.erasing(formats.number(done), formats.number(ids.length)) : ''}
      </p>
      {erase.isError ? <ProblemNotice error={erase.error} /> : null}
    </Dialog>
  )
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
