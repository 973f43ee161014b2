import { CheckField } from '../ui/field.tsx'
import { Card } from '../ui/page.tsx'
import { useWords } from '../words/language.ts'
import { READY_FIELDS } from './draft.ts'
import { type Sheet, useFeel } from './feel.tsx'
import { QuestionsPart } from './part-questions.tsx'
import { sendWords } from './words.ts'

/** Which questions the form asks. */
export function AsksPart(sheet: Sheet) {
  const words = useWords(sendWords)
  const { draft, change } = sheet
  const { error } = useFeel(sheet)('asks')
  return (
    <Card>
      <fieldset aria-describedby={error ? 'asks-error' : undefined}>
        <legend className="mb-3 text-base font-semibold">{words.asksTitle}</legend>
        <div className="grid gap-2.5 @lg:grid-cols-2 @3xl:grid-cols-3">
          {READY_FIELDS.map((field) => (
            <CheckField
              key={field}
              label={words.fields[field]}
              name={`${field}Visible`}
              checked={draft.asks[field]}
              onChange={(event) => change({ asks: { ...draft.asks, [field]: event.currentTarget.checked } })}
            />
          ))}
        </div>
        {error ? (
          <p id="asks-error" data-wrong tabIndex={-1} className="mt-3 text-sm text-wrong">
            {error}
          </p>
        ) : null}
      </fieldset>
      <QuestionsPart {...sheet} />
    </Card>
  )
}
