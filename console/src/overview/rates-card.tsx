import { FORM_TYPES } from '../api/form-kinds.ts'
import { Card } from '../ui/page.tsx'
import { formWords } from '../words/forms.ts'
import { useWords } from '../words/language.ts'
import type { Stats } from './counts.ts'
import { ratesOf } from './figures.ts'
import { Rates } from './rates.tsx'
import { useOverviewSearch } from './use-overview.ts'
import { overviewWords } from './words.ts'

/** Which forms are answered: by source, kind and name. A row leads to the figures of itself alone. */
export function RatesCard({ stats }: { stats: Stats }) {
  const words = useWords(overviewWords)
  const { types } = useWords(formWords)
  const { change } = useOverviewSearch()
  return (
    <Card title={words.rates} aside={<span className="text-xs text-quiet">{words.ratesHint}</span>}>
      <div className="grid grid-cols-1 gap-x-8 gap-y-6 xl:grid-cols-3">
        <Rates
          title={words.byType}
          rates={ratesOf(stats.formTypes, ({ formType }) => formType)}
          nameOf={({ name }) => {
            const formType = typeOf(name)
            return formType === undefined ? (name ?? '') : types[formType]
          }}
          onlyOf={({ name }) => {
            const formType = typeOf(name)
            return formType === undefined ? null : () => change({ formType })
          }}
        />
        <Rates
          title={words.byName}
          rates={ratesOf(stats.formNames, ({ formName }) => formName)}
          nameOf={({ name }) => name ?? words.noName}
          onlyOf={({ name }) => (name === null ? null : () => change({ formName: name }))}
        />
        <Rates
          title={words.bySource}
          rates={ratesOf(stats.sources, ({ source }) => source)}
          nameOf={({ name }) => name ?? words.noSource}
          onlyOf={({ name }) => (name === null ? null : () => change({ source: name }))}
        />
      </div>
    </Card>
  )
}

const typeOf = (name: string | null) => FORM_TYPES.find((type) => type === name)
