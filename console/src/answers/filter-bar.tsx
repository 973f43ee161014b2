import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useId, useState } from 'react'
import { api, told } from '../api/client.ts'
import { FORM_TYPES } from '../api/form-kinds.ts'
import { Button } from '../ui/button.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { useFocusHeir } from '../ui/focus-heir.ts'
import { useFormats } from '../words/formats.ts'
import { formWords } from '../words/forms.ts'
import { useWords } from '../words/language.ts'
import { type AddressFilter, isNarrowed, type PersonFilter } from './filter.ts'
import { FORM_STATES } from './told.ts'
import { answersWords } from './words.ts'

interface FilterBarProps {
  instance: string
  address: AddressFilter
  person: PersonFilter
  onAddress: (address: AddressFilter) => void
  onPerson: (person: PersonFilter) => void
  onReset: () => void
}

/** What narrows the table. What names a person is typed here and stays in memory. */
export function FilterBar(props: FilterBarProps) {
  const { address, person, onPerson, onReset } = props
  const words = useWords(answersWords)
  const formats = useFormats()
  const id = useId()
  const search = useFocusHeir<HTMLInputElement>(!isNarrowed(address, person))
  const count = Object.keys(address).length + (person.number.trim() ? 1 : 0)
  const [isOpen, setOpen] = useState(count > 0)
  const q = useTyped(person.q, (text) => onPerson({ ...person, q: text }))
  return (
    <search className="mb-4">
      <form className="flex flex-col gap-3" onSubmit={q.sayNow}>
        <div className="flex flex-wrap items-start gap-3">
          <TextField
            ref={search}
            className="min-w-0 grow basis-72"
            type="search"
            label={words.search}
            hint={words.searchHint}
            maxLength={256}
            {...q.field}
          />
          <div className="flex flex-wrap gap-2 sm:mt-6">
            <Button aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
              {count === 0 ? words.filters : words.filtersActive(formats.number(count))}
            </Button>
            {isNarrowed(address, person) ? <Button onClick={onReset}>{words.reset}</Button> : null}
          </div>
        </div>
        <div id={id} hidden={!isOpen}>
          {isOpen ? <MoreFilters {...props} /> : null}
        </div>
      </form>
    </search>
  )
}

function MoreFilters({ instance, address, person, onAddress, onPerson }: FilterBarProps) {
  const words = useWords(answersWords)
  const { states, types } = useWords(formWords)
  const names = useNames(instance)
  const change = (part: { [Key in keyof AddressFilter]: AddressFilter[Key] | string }) =>
    onAddress({ ...address, ...part } as AddressFilter)
  const formName = useTyped(address.formName ?? '', (text) => change({ formName: text }))
  const source = useTyped(address.source ?? '', (text) => change({ source: text }))
  const number = useTyped(person.number, (text) => onPerson({ ...person, number: text }))
  return (
    <div className="grid gap-3 rounded-xl border border-line bg-card p-4 sm:grid-cols-2 lg:grid-cols-4">
      <SelectField
        label={words.state}
        value={address.state ?? ''}
        onChange={({ target }) => change({ state: target.value })}
        options={[['', words.all], ...FORM_STATES.map((one) => [one, states[one]] as const)]}
      />
      <SelectField
        label={words.formType}
        value={address.formType ?? ''}
        onChange={({ target }) => change({ formType: target.value })}
        options={[['', words.all], ...FORM_TYPES.map((one) => [one, types[one]] as const)]}
      />
      <TextField label={words.formName} maxLength={100} list={names.formNames.id} {...formName.field} />
      <TextField label={words.source} maxLength={100} list={names.sources.id} {...source.field} />
      <TextField label={words.number} hint={words.numberHint} inputMode="tel" maxLength={100} {...number.field} />
      <TextField
        label={words.from}
        type="date"
        value={address.from ?? ''}
        onChange={({ target }) => change({ from: target.value })}
      />
      <TextField
        label={words.to}
        type="date"
        value={address.to ?? ''}
        onChange={({ target }) => change({ to: target.value })}
      />
      <Suggestions {...names.formNames} />
      <Suggestions {...names.sources} />
    </div>
  )
}

const UNTIL_SAID_MS = 400

/** A field that tells what was typed when nobody has typed for a moment, or at once. `told`: as the filter has it. */
function useTyped(told: string, say: (text: string) => void) {
  const [text, setText] = useState(told)
  const [known, setKnown] = useState({ told, said: told })
  if (known.told !== told) {
    // Whoever clears the filter clears the field; what comes back of one's own typing does not overtake it.
    if (told.trim() !== known.said.trim()) setText(told)
    setKnown({ ...known, told })
  }
  const tell = useEffectEvent(() => {
    setKnown({ told, said: text })
    say(text)
  })
  const isSaid = text.trim() === told.trim()
  useEffect(() => {
    if (isSaid) return
    const timer = setTimeout(() => tell(), UNTIL_SAID_MS, text)
    return () => clearTimeout(timer)
  }, [text, isSaid])
  function sayNow(): void {
    setKnown({ told, said: text })
    if (!isSaid) say(text)
  }
  return {
    field: {
      value: text,
      onChange: ({ target }: { target: { value: string } }) => setText(target.value),
      // Whoever goes on to a row finds what they typed when they come back.
      onBlur: sayNow,
    },
    sayNow(event: { preventDefault(): void }) {
      event.preventDefault()
      sayNow()
    },
  }
}

/** The names and sources that were used most, to choose from. */
function useNames(instance: string) {
  const id = useId()
  const { data } = useQuery({
    queryKey: ['form-names', instance],
    queryFn: () => told(api.GET('/api/form/stats/{instance}', { params: { path: { instance } } })),
    staleTime: 60_000,
  })
  return {
    formNames: { id: `${id}-names`, values: (data?.stats.formNames ?? []).map(({ formName }) => formName) },
    sources: { id: `${id}-sources`, values: (data?.stats.sources ?? []).map(({ source }) => source) },
  }
}

function Suggestions({ id, values }: { id: string; values: readonly (string | null)[] }) {
  return (
    <datalist id={id}>
      {values.filter(Boolean).map((value) => (
        <option key={value} value={value ?? ''} />
      ))}
    </datalist>
  )
}
