import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { uiWords } from '../ui/words.ts'
import { useWords } from '../words/language.ts'
import { answerWords } from './answer-words.ts'
import { WhatGoes } from './erase-dialog.tsx'

interface ErasePersonDialogProps {
  /** How the person was asked for: it is to be typed once more. */
  asked: string
  isOpen: boolean
  isBusy: boolean
  error: unknown
  onClose: () => void
  onErase: () => void
}

export function ErasePersonDialog({ asked, isOpen, isBusy, error, onClose, onErase }: ErasePersonDialogProps) {
  const words = useWords(answerWords)
  const ui = useWords(uiWords)
  const [typed, setTyped] = useState('')
  const [isWrong, setWrong] = useState(false)
  function close(): void {
    setTyped('')
    setWrong(false)
    onClose()
  }
  function confirm(): void {
    if (isSame(typed, asked)) onErase()
    else setWrong(true)
  }
  return (
    <Dialog
      title={words.erasePersonTitle}
      isOpen={isOpen}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{ui.cancel}</Button>
          <Button look="danger" isBusy={isBusy} onClick={confirm}>
            {words.erasePerson}
          </Button>
        </>
      }
    >
      <WhatGoes goes={words.goesPerson} stays={words.staysPerson} />
      <TextField
        label={words.typeNumber(asked)}
        value={typed}
        error={isWrong ? words.notTheNumber : null}
        onChange={({ target }) => {
          setTyped(target.value)
          setWrong(false)
        }}
      />
      {error ? <ProblemNotice error={error} /> : null}
    </Dialog>
  )
}

/** However the number is punctuated. */
function isSame(typed: string, asked: string): boolean {
  const bare = (text: string) => text.replace(/[\s+()./-]/g, '').toLowerCase()
  return bare(typed) !== '' && bare(typed) === bare(asked)
}
