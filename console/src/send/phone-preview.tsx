import { useState } from 'react'
import { SelectField } from '../ui/field.tsx'
import { LANGUAGES, type Language, useLanguage, useWords } from '../words/language.ts'
import { PhoneBubble } from './phone-bubble.tsx'
import { PhoneForm } from './phone-form.tsx'
import { type DrawnWords, drawnWords } from './phone-words.ts'
import type { Preview, PreviewForm } from './preview.ts'
import { previewWords } from './preview-words.ts'
import type { SendState } from './sends.ts'

/** How the message and its form will look, while they are typed. */
export function PhonePreview({ preview, state }: { preview: Preview; state: SendState | null }) {
  const words = useWords(previewWords)
  const mine = useLanguage()
  const [chosen, setChosen] = useState<Language | null>(null)
  const language = chosen ?? mine
  const drawn = drawnWords[language]
  const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' }).format(new Date())
  return (
    <section
      aria-labelledby="phone-title"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
      tabIndex={0}
      className="rounded-xl border border-line bg-card p-4 @4xl:sticky @4xl:top-4 @4xl:max-h-[calc(100dvh-2rem)] @4xl:overflow-y-auto"
    >
      <h2 id="phone-title" className="text-base font-semibold">
        {words.title}
      </h2>
      <p className="mt-1 mb-3 text-xs text-quiet">{words.about}</p>
      <SelectField
        label={words.language}
        value={language}
        onChange={(event) => setChosen(event.currentTarget.value as Language)}
        options={Object.entries(LANGUAGES)}
      />
      <div
        role="img"
        aria-label={words.picture(summaryOf(preview.form, drawn, words))}
        lang={language}
        className="mt-3 flex flex-col gap-3 rounded-[1.75rem] border-4 border-edge bg-desk p-3"
      >
        <PhoneBubble preview={preview} drawn={drawn} emptyMessage={words.emptyMessage} time={time} state={state} />
        <p className="text-center text-xs text-quiet">{words.opened}</p>
        <PhoneForm form={preview.form} drawn={drawn} />
      </div>
    </section>
  )
}

function summaryOf(form: PreviewForm, drawn: DrawnWords, words: (typeof previewWords)['en']): string {
  switch (form.kind) {
    case 'ready': {
      const labels = [...form.asks.map((field) => drawn.fields[field]), ...form.questions.map(({ label }) => label)]
      return labels.length === 0 ? words.asksNothing : words.asks(labels.filter((label) => label.trim()).join(', '))
    }
    case 'custom':
      return words.custom
    case 'broken':
      return `${words.broken} ${form.missing.join(', ') || words.noObject}`
    case 'closed':
      return words.closed
  }
}
