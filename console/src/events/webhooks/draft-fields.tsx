import { useState } from 'react'
import { Problem } from '../../api/problem.ts'
import { CheckField, TextField } from '../../ui/field.tsx'
import { useWords } from '../../words/language.ts'
import { EventsProblem } from '../events-problem.tsx'
import { addressOfType } from './address.ts'
import type { Draft, DraftField, Fault } from './draft.ts'
import { EventChoice } from './event-choice.tsx'
import type { Webhook } from './webhook-calls.ts'
import { webhookWords } from './words.ts'

interface FieldsProps {
  draft: Draft
  was: Webhook | null
  faults: Partial<Record<DraftField, Fault>>
  /** Why the gateway refused it. */
  error: unknown
  onChange: (changed: Partial<Draft>) => void
}

const FIELDS: readonly string[] = ['label', 'url', 'authorization', 'events'] satisfies DraftField[]
const PRIVATE = 'must not point to a private or local address'

export function DraftFields({ draft, was, faults, error, onChange }: FieldsProps) {
  const { editor: words } = useWords(webhookWords)
  const [isShown, setShown] = useState(false)
  const refused = useRefusals(error)
  const wrong = (field: DraftField) => {
    const fault = faults[field]
    return fault ? words.faults[fault] : refused[field]
  }
  const isElsewhere = was?.enabled === true && draft.url.trim() !== was.url
  const example = addressOfType(draft.url.trim(), 'form.answered') ?? '…/form.answered'
  return (
    <>
      {was === null ? (
        <TextField
          label={words.label}
          hint={words.labelHint}
          error={wrong('label')}
          value={draft.label}
          onChange={({ target }) => onChange({ label: target.value })}
        />
      ) : null}
      <TextField
        label={words.url}
        type="url"
        inputMode="url"
        spellCheck={false}
        placeholder="https://"
        hint={isElsewhere ? `${words.urlHint} ${words.urlMoves}` : words.urlHint}
        error={wrong('url')}
        value={draft.url}
        onChange={({ target }) => onChange({ url: target.value })}
      />
      <TextField
        label={words.authorization}
        type={isShown ? 'text' : 'password'}
        autoComplete="new-password"
        spellCheck={false}
        hint={words.authorizationHint}
        error={wrong('authorization')}
        value={draft.authorization}
        onChange={({ target }) => onChange({ authorization: target.value })}
      />
      <CheckField
        className="-mt-2"
        label={words.reveal}
        checked={isShown}
        onChange={({ target }) => setShown(target.checked)}
      />
      <EventChoice chosen={draft.events} error={wrong('events')} onChange={(events) => onChange({ events })} />
      <CheckField
        label={words.byEvents}
        hint={<span className="foreign">{words.byEventsHint(example)}</span>}
        checked={draft.byEvents}
        onChange={({ target }) => onChange({ byEvents: target.checked })}
      />
      {error && Object.keys(refused).length === 0 ? <EventsProblem error={error} /> : null}
    </>
  )
}

/** What the gateway refused, at the field that it is about. */
function useRefusals(error: unknown): Partial<Record<DraftField, string>> {
  const { editor: words } = useWords(webhookWords)
  if (!(error instanceof Problem)) return {}
  const told = error.details.flatMap(({ path, message }) => {
    const [field = ''] = path.split('.')
    if (!FIELDS.includes(field)) return []
    const isPrivate = error.code === 'address_refused' && message === PRIVATE
    return [[field, isPrivate ? words.addressPrivate : `${words.refused} ${message}`]]
  })
  return Object.fromEntries(told)
}
