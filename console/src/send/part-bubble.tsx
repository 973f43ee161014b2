import { TextArea, TextField } from '../ui/field.tsx'
import { Card } from '../ui/page.tsx'
import { useWords } from '../words/language.ts'
import { type Sheet, useFeel } from './feel.tsx'
import { sendWords } from './words.ts'

/** What stands in the chat: the text, the button, and the lines around them. */
export function BubblePart({ buttonLabel, ...sheet }: Sheet & { buttonLabel: string }) {
  const words = useWords(sendWords)
  const feel = useFeel(sheet)
  const { draft, change } = sheet
  return (
    <Card title={words.bubble}>
      <div className="flex flex-col gap-3">
        <TextArea
          label={words.message}
          name="message"
          rows={4}
          value={draft.message}
          onChange={(event) => change({ message: event.currentTarget.value })}
          {...feel('message', words.messageHint)}
        />
        {draft.kind === 'own' ? null : (
          <TextField
            label={words.buttonLabel}
            name="buttonLabel"
            placeholder={buttonLabel}
            value={draft.buttonLabel}
            onChange={(event) => change({ buttonLabel: event.currentTarget.value })}
            {...feel('buttonLabel', words.buttonHint)}
          />
        )}
        <div className="grid gap-3 @xl:grid-cols-2">
          <TextField
            label={words.headerText}
            name="headerText"
            value={draft.headerText}
            onChange={(event) => change({ headerText: event.currentTarget.value })}
            {...feel('headerText')}
          />
          <TextField
            label={words.footerText}
            name="footerText"
            value={draft.footerText}
            onChange={(event) => change({ footerText: event.currentTarget.value })}
            {...feel('footerText')}
          />
        </div>
      </div>
    </Card>
  )
}
