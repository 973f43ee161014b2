import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Problem } from '../api/problem.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { CheckField, TextField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { uiWords } from '../ui/words.ts'
import { useWords } from '../words/language.ts'
import { createInstance, instancesQuery } from './instance-calls.ts'
import { isToken, nameFault } from './instance-name.ts'
import { TokenShown } from './token-shown.tsx'
import { useFocusWrong } from './use-focus-wrong.ts'
import { instancesWords } from './words.ts'

/** Makes an instance, and shows its token before it leads on to linking the number. */
export function CreateDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const words = useWords(instancesWords)
  const [made, setMade] = useState<{ name: string; token: string } | null>(null)
  function close() {
    setMade(null)
    onClose()
  }
  return (
    <Dialog title={made === null ? words.create : words.createdTitle(made.name)} isOpen={isOpen} onClose={close}>
      {made === null ? <CreateForm onMade={setMade} onCancel={close} /> : <Made {...made} onClose={close} />}
    </Dialog>
  )
}

function CreateForm({ onMade, onCancel }: { onMade(made: { name: string; token: string }): void; onCancel(): void }) {
  const words = useWords(instancesWords)
  const ui = useWords(uiWords)
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [token, setToken] = useState<string | null>(null)
  const [tries, setTries] = useState(0)
  const creating = useMutation({
    mutationFn: createInstance,
    // A token is kept nowhere but where it is shown.
    gcTime: 0,
    onSuccess: () => void queries.invalidateQueries({ queryKey: instancesQuery.queryKey }),
  })
  const code = creating.error instanceof Problem ? creating.error.code : null
  const form = useFocusWrong(creating.error, tries)
  const isChecked = tries > 0
  const fault = isChecked ? nameFault(name) : null
  const nameError =
    fault === 'missing' || code === 'instance_name_required'
      ? words.nameMissing
      : fault === 'wrong'
        ? words.nameWrong
        : code === 'instance_name_taken'
          ? words.nameTaken
          : null
  const tokenError =
    isChecked && token !== null && !isToken(token) ? words.tokenWrong : code === 'token_taken' ? words.tokenTaken : null

  function submit(event: FormEvent) {
    event.preventDefault()
    setTries(tries + 1)
    if (nameFault(name) !== null || (token !== null && !isToken(token))) return
    const wanted = { name, ...(token === null ? {} : { token }) }
    creating.mutate(wanted, {
      onSuccess: (made) => {
        onMade(made)
        creating.reset()
      },
    })
  }
  return (
    <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField
        label={words.name}
        hint={words.nameHint}
        error={nameError}
        spellCheck={false}
        autoCapitalize="off"
        autoFocus
        value={name}
        onChange={({ target }) => {
          creating.reset()
          setName(target.value)
        }}
      />
      <CheckField
        label={words.ownToken}
        hint={words.ownTokenHint}
        checked={token !== null}
        onChange={({ target }) => setToken(target.checked ? '' : null)}
      />
      {token === null ? null : (
        <TextField
          label={words.token}
          hint={words.tokenHint}
          error={tokenError}
          spellCheck={false}
          autoCapitalize="off"
          value={token}
          onChange={({ target }) => {
            creating.reset()
            setToken(target.value)
          }}
        />
      )}
      {nameError === null && tokenError === null && creating.isError ? <CreateProblem error={creating.error} /> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{ui.cancel}</Button>
        <Button type="submit" look="main" isBusy={creating.isPending}>
          {words.createDo}
        </Button>
      </div>
    </form>
  )
}

function CreateProblem({ error }: { error: Error }) {
  const words = useWords(instancesWords)
  if (!(error instanceof Problem) || error.code !== 'instance_quota_exceeded') return <ProblemNotice error={error} />
  return (
    <Notice tone="wrong" title={words.quota}>
      <p>{words.quotaHelps}</p>
    </Notice>
  )
}

function Made({ name, token, onClose }: { name: string; token: string; onClose(): void }) {
  const words = useWords(instancesWords)
  const navigate = useNavigate()
  return (
    <>
      <TokenShown label={words.createdToken} token={token} />
      <p className="text-sm">{words.createdNote}</p>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{words.done}</Button>
        <Button look="main" autoFocus onClick={() => navigate({ to: '/i/$instance', params: { instance: name } })}>
          {words.linkNext}
        </Button>
      </div>
    </>
  )
}
