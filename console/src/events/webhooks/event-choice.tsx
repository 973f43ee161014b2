import { useId } from 'react'
import { Button } from '../../ui/button.tsx'
import { CheckField } from '../../ui/field.tsx'
import { useWords } from '../../words/language.ts'
import { DEFAULT_TYPES, type EventType, NAMED_TYPES } from '../known-events.ts'
import { eventsWords } from '../words.ts'
import { webhookWords } from './words.ts'

interface ChoiceProps {
  chosen: ReadonlySet<string>
  error: string | undefined
  onChange: (chosen: ReadonlySet<string>) => void
}

const FORMS = ['form.answered', 'form.sent', 'form.status', 'form.expired'] as const satisfies EventType[]

/** Which events a webhook gets: the six that it gets by default, and those that come only when they are named. */
export function EventChoice({ chosen, error, onChange }: ChoiceProps) {
  const { editor: words } = useWords(webhookWords)
  const id = useId()
  const toggle = (type: EventType, isChosen: boolean) => {
    const next = new Set(chosen)
    if (isChosen) next.add(type)
    else next.delete(type)
    onChange(next)
  }
  return (
    <fieldset
      aria-describedby={error ? id : undefined}
      data-wrong={error ? true : undefined}
      className="flex flex-col gap-3 rounded-lg border border-line p-3 data-wrong:border-wrong"
    >
      <legend className="px-1 text-sm font-medium">{words.events}</legend>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => onChange(new Set(DEFAULT_TYPES))}>{words.chooseSix}</Button>
        <Button onClick={() => onChange(new Set(FORMS))}>{words.chooseForms}</Button>
      </div>
      <Group title={words.theOthers} types={NAMED_TYPES} chosen={chosen} onToggle={toggle} />
      <Group title={words.theSix} types={DEFAULT_TYPES} chosen={chosen} onToggle={toggle} />
      {error ? (
        <p id={id} className="text-xs text-wrong">
          {error}
        </p>
      ) : null}
    </fieldset>
  )
}

interface GroupProps {
  title: string
  types: readonly EventType[]
  chosen: ReadonlySet<string>
  onToggle: (type: EventType, isChosen: boolean) => void
}

function Group({ title, types, chosen, onToggle }: GroupProps) {
  const { types: told } = useWords(eventsWords)
  const id = useId()
  return (
    <div>
      <p id={id} className="mb-2 text-xs font-semibold text-quiet">
        {title}
      </p>
      <ul aria-labelledby={id} className="flex flex-col gap-2.5">
        {types.map((type) => (
          <li key={type}>
            <CheckField
              label={told[type].name}
              hint={
                <>
                  <code className="font-mono">{type}</code> · {told[type].tells}
                </>
              }
              checked={chosen.has(type)}
              onChange={({ target }) => onToggle(type, target.checked)}
            />
          </li>
        ))}
      </ul>
    </div>
  )
}
