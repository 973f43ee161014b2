import { useQuery } from '@tanstack/react-query'
import { FORM_TYPES } from '../api/form-kinds.ts'
import { Button } from '../ui/button.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { useFocusHeir } from '../ui/focus-heir.ts'
import { Card } from '../ui/page.tsx'
import { formWords } from '../words/forms.ts'
import { useWords } from '../words/language.ts'
import { PeriodChoice } from './period-choice.tsx'
import { isNarrowed, isTurnedRound, type OverviewSearch } from './search.ts'
import { browserZone, statsQuery } from './stats.ts'
import { useInstanceName, useOverviewSearch } from './use-overview.ts'
import { overviewWords } from './words.ts'

/** The API tells so many sources and names. */
const MOST_TOLD = 50

/** Which forms are counted. All of it stands in the address, so that it can be kept and sent. */
export function Filters() {
  const words = useWords(overviewWords)
  const { types } = useWords(formWords)
  const { search, change } = useOverviewSearch()
  const { sources, names } = useChoices(search)
  const first = useFocusHeir<HTMLSelectElement>(!isNarrowed(search))
  const hintOf = (told: readonly string[]) => (told.length >= MOST_TOLD ? words.onlyMost : undefined)
  return (
    <Card title={words.filters}>
      <div className="flex flex-col gap-4">
        <PeriodChoice search={search} change={change} />
        {search.period === 'own' ? (
          <div className="grid max-w-md grid-cols-1 gap-3 min-[26rem]:grid-cols-2">
            <TextField
              type="date"
              label={words.from}
              defaultValue={search.from}
              max="9999-12-31"
              error={isTurnedRound(search) ? words.turnedRound : null}
              onChange={({ target }) => change({ from: target.value || undefined })}
            />
            <TextField
              type="date"
              label={words.to}
              defaultValue={search.to}
              max="9999-12-31"
              onChange={({ target }) => change({ to: target.value || undefined })}
            />
          </div>
        ) : null}
        <div className="grid grid-cols-1 gap-3 sm:grid-cols-3">
          <SelectField
            ref={first}
            label={words.formType}
            value={search.formType ?? ''}
            options={[['', words.every], ...FORM_TYPES.map((type) => [type, types[type]] as const)]}
            onChange={({ target }) => change({ formType: FORM_TYPES.find((type) => type === target.value) })}
          />
          <SelectField
            label={words.formName}
            hint={hintOf(names)}
            value={search.formName ?? ''}
            options={optionsOf(words.every, names, search.formName)}
            onChange={({ target }) => change({ formName: target.value || undefined })}
          />
          <SelectField
            label={words.source}
            hint={hintOf(sources) ?? words.sourceHint}
            value={search.source ?? ''}
            options={optionsOf(words.every, sources, search.source)}
            onChange={({ target }) => change({ source: target.value || undefined })}
          />
        </div>
        <div className="flex flex-wrap items-center justify-between gap-2">
          <p className="text-xs text-quiet">{words.daysOf(browserZone())}</p>
          {isNarrowed(search) ? (
            <Button onClick={() => change({ source: undefined, formType: undefined, formName: undefined })}>
              {words.clear}
            </Button>
          ) : null}
        </div>
      </div>
    </Card>
  )
}

/** What there is to choose from in the period, whatever is chosen already. */
function useChoices({ period, from, to }: OverviewSearch) {
  const whole: OverviewSearch = {
    ...(period === undefined ? {} : { period }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }
  const instance = useInstanceName()
  const { data } = useQuery({ ...statsQuery(instance, whole), enabled: !isTurnedRound(whole) })
  return {
    sources: (data?.stats.sources ?? []).flatMap(({ source }) => (source === '' ? [] : [source])),
    names: (data?.stats.formNames ?? []).flatMap(({ formName }) => (formName === null ? [] : [formName])),
  }
}

function optionsOf(every: string, told: readonly string[], chosen: string | undefined) {
  const all = chosen === undefined || told.includes(chosen) ? told : [chosen, ...told]
  return [['', every] as const, ...all.map((name) => [name, name] as const)]
}
