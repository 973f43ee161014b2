import { TextArea, TextField } from '../ui/field.tsx'
import { Card } from '../ui/page.tsx'
import { formWords } from '../words/forms.ts'
import { useWords } from '../words/language.ts'
import type { Kind } from './draft.ts'
import { type Sheet, useFeel } from './feel.tsx'
import { sendWords } from './words.ts'

const KINDS: readonly Kind[] = ['contact_details', 'registration_offer', 'own']

const PLAYGROUND = 'https://developers.facebook.com/docs/whatsapp/flows/playground/'

/** Which form opens, in plain words, and what only that kind needs. */
export function KindPart(sheet: Sheet) {
  const words = useWords(sendWords)
  const { types } = useWords(formWords)
  const feel = useFeel(sheet)
  const { draft, change } = sheet
  return (
    <Card>
      <fieldset>
        <legend className="mb-3 text-base font-semibold">{words.kind}</legend>
        <div className="grid gap-2 @2xl:grid-cols-3">
          {KINDS.map((kind) => (
            <label
              key={kind}
              className="flex items-start gap-2.5 rounded-lg border border-line p-3 has-checked:border-accent has-checked:bg-accent-back"
            >
              <input
                type="radio"
                name="kind"
                value={kind}
                checked={draft.kind === kind}
                onChange={() => change({ kind })}
                className="mt-0.5 size-4 shrink-0 accent-accent"
              />
              <span className="flex flex-col gap-1">
                <span className="text-sm font-medium">{types[kind === 'own' ? 'custom' : kind]}</span>
                <span className="text-xs text-quiet">{words.kinds[kind]}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      {draft.kind === 'registration_offer' ? (
        <div className="mt-4 flex flex-col gap-3">
          <h3 className="text-sm font-semibold">{words.offerTitle}</h3>
          <TextField
            label={words.offerName}
            name="offerName"
            value={draft.offerName}
            onChange={(event) => change({ offerName: event.currentTarget.value })}
            {...feel('offerName')}
          />
          <TextArea
            label={words.offerDescription}
            name="offerDescription"
            rows={2}
            value={draft.offerDescription}
            onChange={(event) => change({ offerDescription: event.currentTarget.value })}
            {...feel('offerDescription')}
          />
        </div>
      ) : null}
      {draft.kind === 'own' ? (
        <div className="mt-4 flex flex-col gap-2">
          <TextArea
            label={words.params}
            name="buttonParamsJSON"
            rows={8}
            spellCheck={false}
            dir="ltr"
            value={draft.buttonParamsJSON}
            onChange={(event) => change({ buttonParamsJSON: event.currentTarget.value })}
            {...feel('buttonParamsJSON', words.paramsHint)}
          />
          <p className="text-xs text-quiet">
            {words.paramsWhere}{' '}
            <a href={PLAYGROUND} target="_blank" rel="noreferrer" className="underline">
              {words.playground}
            </a>
            .
          </p>
        </div>
      ) : null}
    </Card>
  )
}
