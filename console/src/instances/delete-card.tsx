import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { Card } from '../ui/page.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { uiWords } from '../ui/words.ts'
import { useWords } from '../words/language.ts'
import { deleteInstance } from './instance-calls.ts'
import { useFocusWrong } from './use-focus-wrong.ts'
import { instancesWords } from './words.ts'

/** Erases an instance, once its name was typed. */
export function DeleteCard({ name }: { name: string }) {
  const words = useWords(instancesWords)
  const [isOpen, setOpen] = useState(false)
  return (
    <Card title={words.deleteTitle}>
      <div className="flex flex-col items-start gap-3">
        <p className="max-w-prose text-sm text-quiet">{words.deleteIntro}</p>
        <Button look="danger" onClick={() => setOpen(true)}>
          {words.delete}
        </Button>
      </div>
      <Dialog title={words.deleteAskTitle(name)} isOpen={isOpen} onClose={() => setOpen(false)}>
        <DeleteForm name={name} onCancel={() => setOpen(false)} />
      </Dialog>
    </Card>
  )
}

function DeleteForm({ name, onCancel }: { name: string; onCancel(): void }) {
  const words = useWords(instancesWords)
  const ui = useWords(uiWords)
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const [isWrong, setWrong] = useState(false)
  const [tries, setTries] = useState(0)
  const form = useFocusWrong(null, tries)
  const deleting = useMutation({
    mutationFn: () => deleteInstance(name),
    async onSuccess() {
      await navigate({ to: '/', state: { deletedInstance: name }, replace: true })
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[1] === name })
      await queries.invalidateQueries({ queryKey: ['instances'] })
    },
  })
  function submit(event: FormEvent) {
    event.preventDefault()
    setWrong(typed !== name)
    if (typed === name) deleting.mutate()
    else setTries(tries + 1)
  }
  return (
    <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-4">
      <div className="text-sm">
        <p>{words.deleteAsk}</p>
        <ul className="mt-1 list-disc pl-5">
          {words.deleteGoes.map((what) => (
            <li key={what}>{what}</li>
          ))}
        </ul>
      </div>
      <TextField
        label={words.deleteType(name)}
        error={isWrong ? words.deleteMismatch(name) : null}
        spellCheck={false}
        autoCapitalize="off"
        value={typed}
        onChange={({ target }) => {
          setWrong(false)
          setTyped(target.value)
        }}
      />
      {deleting.isError ? <ProblemNotice error={deleting.error} /> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{ui.cancel}</Button>
        <Button type="submit" look="danger" isBusy={deleting.isPending}>
          {words.deleteDo}
        </Button>
      </div>
    </form>
  )
}
