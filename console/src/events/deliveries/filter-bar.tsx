import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { useFocusHeir } from '../../ui/focus-heir.ts'
import { useWords } from '../../words/language.ts'
import { ALL_TYPES } from '../known-events.ts'
import { eventsWords } from '../words.ts'
import { type DeliverySearch, isNarrowed, STATES } from './search.ts'
import { deliveryWords } from './words.ts'

interface FilterProps {
  search: DeliverySearch
  labels: readonly string[]
  onChange: (change: Record<string, string>) => void
}

/** Which deliveries are shown; what is chosen stands in the page's address. */
export function FilterBar({ search, labels, onChange }: FilterProps) {
  const words = useWords(deliveryWords)
  const shared = useWords(eventsWords)
  const all = ['', words.all] as const
  const first = useFocusHeir<HTMLSelectElement>(!isNarrowed(search))
  const known = [...new Set([...labels, ...(search.label === undefined ? [] : [search.label])])]
  return (
    <search aria-label={words.filter} className="grid grid-cols-1 gap-3 sm:grid-cols-2 xl:grid-cols-4">
      <SelectField
        ref={first}
        label={words.label}
        value={search.label ?? ''}
        options={[all, ...known.map((label) => [label, label] as const)]}
        onChange={({ target }) => onChange({ label: target.value })}
      />
      <SelectField
        label={words.state}
        value={search.state ?? ''}
        options={[all, ...STATES.map((state) => [state, shared.states[state]] as const)]}
        onChange={({ target }) => onChange({ state: target.value })}
      />
      <SelectField
        label={words.event}
        value={search.event ?? ''}
        options={[all, ...ALL_TYPES.map((type) => [type, `${shared.types[type].name} (${type})`] as const)]}
        onChange={({ target }) => onChange({ event: target.value })}
      />
      <MessageId key={search.messageId} messageId={search.messageId ?? ''} onChange={onChange} />
      {isNarrowed(search) ? (
        <Button
          look="quiet"
          className="justify-self-start"
          onClick={() => onChange({ label: '', state: '', event: '', messageId: '' })}
        >
          {words.reset}
        </Button>
      ) : null}
    </search>
  )
}

/** An id is looked for when it is whole: when Enter is pressed, or the field is left. */
function MessageId({ messageId, onChange }: { messageId: string; onChange: FilterProps['onChange'] }) {
  const words = useWords(deliveryWords)
  const [typed, setTyped] = useState(messageId)
  const apply = () => {
    if (typed.trim() !== messageId) onChange({ messageId: typed })
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        apply()
      }}
    >
      <TextField
        label={words.messageId}
        hint={words.messageIdHint}
        spellCheck={false}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={apply}
      />
    </form>
  )
}
