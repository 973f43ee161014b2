import { useMutation } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Preferences } from '../shell/preferences.tsx'
import { Button } from '../ui/button.tsx'
import { CheckField, TextField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { PageTitle } from '../ui/page.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { useWords } from '../words/language.ts'
import { signIn } from './session.ts'
import { readSignInSearch } from './sign-in-search.ts'
import { sessionWords } from './words.ts'

/** Asks for a token and goes on to where the person wanted to be. */
export function SignInPage() {
  const words = useWords(sessionWords)
  const { history } = useRouter()
  // The router hands on what the reader left out, too.
  const { back = '/', ended = false } = readSignInSearch(useSearch({ from: '/sign-in' }))
  const [token, setToken] = useState('')
  const [isShown, setShown] = useState(false)
  const [isMissing, setMissing] = useState(false)
  const entering = useMutation({
    mutationFn: signIn,
    onSuccess: () => history.replace(back),
  })
  function submit(event: FormEvent) {
    event.preventDefault()
    setMissing(token.trim() === '')
    if (token.trim() !== '') entering.mutate(token.trim())
  }
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center gap-4 p-4">
      <p className="flex items-center gap-2 text-lg font-semibold">
        <img src="/icon.svg" alt="" className="size-8" /> Formwire
      </p>
      <div className="rounded-2xl border border-line bg-card p-5 sm:p-6">
        <PageTitle>{words.title}</PageTitle>
        <form onSubmit={submit} className="flex flex-col gap-4" noValidate>
          {ended ? <Notice tone="note">{words.ended}</Notice> : null}
          <p className="text-sm text-quiet">{words.intro}</p>
          <TextField
            label={words.token}
            type={isShown ? 'text' : 'password'}
            autoComplete="current-password"
            spellCheck={false}
            value={token}
            hint={words.where}
            error={isMissing ? words.missing : null}
            onChange={({ target }) => setToken(target.value)}
          />
          <CheckField label={words.show} checked={isShown} onChange={({ target }) => setShown(target.checked)} />
          {entering.isError ? <ProblemNotice error={entering.error} /> : null}
          <Button type="submit" look="main" isBusy={entering.isPending}>
            {words.signIn}
          </Button>
        </form>
      </div>
      <Preferences />
    </main>
  )
}
