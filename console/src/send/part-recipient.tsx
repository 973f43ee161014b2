import { TextField } from '../ui/field.tsx'
import { Card } from '../ui/page.tsx'
import { useWords } from '../words/language.ts'
import { type Sheet, useFeel } from './feel.tsx'
import { readRecipient } from './recipient.ts'
import { sendWords } from './words.ts'

export function RecipientPart(sheet: Sheet) {
  const words = useWords(sendWords)
  const feel = useFeel(sheet)
  const { draft, change } = sheet
  const read = readRecipient(draft.number)
  const readAs = read.kind === 'phone' ? words.readAs(read.digits) : read.kind === 'group' ? words.readAsGroup : null
  return (
    <Card title={words.whom}>
      <TextField
        label={words.number}
        name="number"
        value={draft.number}
        onChange={(event) => change({ number: event.currentTarget.value })}
        {...feel('number', readAs ?? words.numberHint)}
      />
    </Card>
  )
}
