import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { Problem } from '../api/problem.ts'
import { Button } from '../ui/button.tsx'
import { useFocusHeir } from '../ui/focus-heir.ts'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { uiWords } from '../ui/words.ts'
import { useFormats } from '../words/formats.ts'
import { useLanguage, useWords } from '../words/language.ts'
import { saveSettings, settingsQuery } from './instance-calls.ts'
import type { Settings, SettingsChange } from './instance-shapes.ts'
import { changedOf, changeOf, type Draft, draftOf, faultsOf } from './settings-draft.ts'
import { SettingsFields } from './settings-fields.tsx'
import { settingsWords } from './settings-words.ts'
import { useFocusWrong } from './use-focus-wrong.ts'

interface SettingsFormProps {
  instance: string
  saved: Settings
  onChanged(isChanged: boolean): void
}

/** Edits lie over what is saved, so that somebody else's change shows without taking them away. */
export function SettingsForm({ instance, saved, onChanged }: SettingsFormProps) {
  const decimal = useLanguage() === 'en' ? '.' : ','
  const queries = useQueryClient()
  const [edits, setEdits] = useState<Partial<Draft>>({})
  const [tries, setTries] = useState(0)
  const [isDiscarded, setDiscarded] = useState(false)
  const isChecked = tries > 0
  const before = draftOf(saved, decimal)
  const draft = { ...before, ...edits }
  const changed = changedOf(before, edits)
  const faults = faultsOf(draft)
  const isFaulty = changed.some((name) => name in faults)
  const saving = useMutation({
    mutationFn: ({ body }: { body: SettingsChange; sent: Partial<Draft> }) => saveSettings(instance, body),
    onSuccess: (settings, { sent }) => {
      queries.setQueryData(settingsQuery(instance).queryKey, settings)
      // What was typed while it was saved stays an edit.
      setEdits((now) => unsent(now, sent))
      setTries(0)
    },
  })
  const form = useFocusWrong(saving.error, tries)
  const isChanged = changed.length > 0
  useEffect(() => {
    onChanged(isChanged)
    return () => onChanged(false)
  }, [isChanged, onChanged])

  function submit(event: FormEvent) {
    event.preventDefault()
    setTries(tries + 1)
    if (isChanged && !isFaulty) saving.mutate({ body: changeOf(draft, changed), sent: edits })
  }
  return (
    <form
      ref={form}
      onSubmit={submit}
      noValidate
      className="flex flex-col gap-4 [&_:is(input,select,textarea)]:scroll-mb-32"
    >
      <SettingsFields
        draft={draft}
        changed={changed}
        faults={isChecked ? faults : {}}
        refused={saving.error instanceof Problem ? saving.error.details : []}
        onEdit={(edit) => {
          if (saving.isSuccess) saving.reset()
          setDiscarded(false)
          setEdits((now) => ({ ...now, ...edit }))
        }}
      />
      <SaveBar
        count={changed.length}
        isWrong={isChecked && isFaulty}
        outcome={isDiscarded ? 'discarded' : saving.isSuccess ? 'saved' : null}
        isBusy={saving.isPending}
        error={saving.error}
        onDiscard={() => {
          saving.reset()
          setTries(0)
          setEdits({})
          setDiscarded(true)
        }}
      />
    </form>
  )
}

function unsent(now: Partial<Draft>, sent: Partial<Draft>): Partial<Draft> {
  const names = Object.keys(now) as (keyof Draft)[]
  return Object.fromEntries(names.filter((name) => now[name] !== sent[name]).map((name) => [name, now[name]]))
}

interface SaveBarProps {
  count: number
  isWrong: boolean
  outcome: 'saved' | 'discarded' | null
  isBusy: boolean
  error: Error | null
  onDiscard(): void
}

/** Says what is not saved yet; it stays in view while the fields scroll. */
function SaveBar({ count, isWrong, outcome, isBusy, error, onDiscard }: SaveBarProps) {
  const words = useWords(settingsWords)
  const ui = useWords(uiWords)
  const formats = useFormats()
  const isIdle = count === 0
  const heir = useFocusHeir<HTMLParagraphElement>(isIdle)
  const said = isIdle ? (outcome === null ? '' : words[outcome]) : words.unsaved(formats.number(count), count === 1)
  return (
    <div
      className={
        said === ''
          ? 'flex flex-col gap-2'
          : 'sticky bottom-2 z-[1] flex flex-col gap-2 rounded-xl border border-edge bg-card p-3 shadow-lg'
      }
    >
      {error === null ? null : <ProblemNotice error={error} />}
      <div className="flex flex-wrap items-center justify-end gap-2">
        <p
          ref={heir}
          role="status"
          tabIndex={-1}
          className={`mr-auto text-sm ${isIdle ? 'text-good' : 'font-medium text-warn'}`}
        >
          {said}
          {isWrong ? <span className="block font-normal text-wrong">{words.lookAbove}</span> : null}
        </p>
        {isIdle ? null : (
          <>
            <Button onClick={onDiscard}>{words.discard}</Button>
            <Button type="submit" look="main" isBusy={isBusy}>
              {ui.save}
            </Button>
          </>
        )}
      </div>
    </div>
  )
}
