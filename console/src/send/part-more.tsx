import { useState } from 'react'
import { CheckField, SelectField, TextArea, TextField } from '../ui/field.tsx'
import { Card } from '../ui/page.tsx'
import { useWords } from '../words/language.ts'
import { isBlank, UNIT_SECONDS, type Unit } from './draft.ts'
import { type Sheet, useFeel } from './feel.tsx'
import { sendWords } from './words.ts'

const UNITS = Object.keys(UNIT_SECONDS) as Unit[]

const MORE = ['formName', 'source', 'flowToken', 'replyText', 'replyTo', 'delay', 'expiresIn'] as const
const TECHNICAL = ['flowId', 'flowMessageVersion', 'messageVersion'] as const

/** What is needed less often; opened by itself when something in it is wrong. */
export function MorePart(sheet: Sheet) {
  const words = useWords(sendWords)
  const feel = useFeel(sheet)
  const { draft, change, checked } = sheet
  const isReadyMade = draft.kind !== 'own'
  const [isOpen, setOpen] = useState(() => [...MORE, ...TECHNICAL].some((name) => !isBlank(draft[name])))
  const isWrong = [...MORE, ...TECHNICAL].some((name) => checked.refusals.has(name))
  const line = (
    name: (typeof MORE | typeof TECHNICAL)[number],
    label: string,
    hint: string,
    rest: { placeholder?: string; inputMode?: 'decimal' | 'numeric' } = {},
  ) => (
    <TextField
      label={label}
      name={name}
      value={draft[name]}
      onChange={(event) => change({ [name]: event.currentTarget.value })}
      {...rest}
      {...feel(name, hint)}
    />
  )
  return (
    <Card>
      <details open={isOpen || isWrong} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="text-base font-semibold">{words.more}</summary>
        <div className="mt-4 grid items-start gap-4 @xl:grid-cols-2">
          {line('formName', words.formName, words.formNameHint)}
          {line('source', words.source, words.sourceHint, { placeholder: 'api' })}
          {isReadyMade ? line('flowToken', words.flowToken, words.flowTokenHint) : null}
          <div className="flex items-start gap-2">
            <div className="grow">
              {line('expiresIn', words.expiresIn, words.expiresHint, { inputMode: 'decimal' })}
            </div>
            <SelectField
              label={words.expiresUnit}
              name="expiresUnit"
              className="shrink-0"
              value={draft.expiresUnit}
              onChange={(event) => change({ expiresUnit: event.currentTarget.value as Unit })}
              options={UNITS.map((unit) => [unit, words.units[unit]])}
            />
          </div>
          <TextArea
            label={words.replyText}
            name="replyText"
            rows={2}
            className="@xl:col-span-2"
            value={draft.replyText}
            onChange={(event) => change({ replyText: event.currentTarget.value })}
            {...feel('replyText', words.replyTextHint)}
          />
          {line('delay', words.delay, words.delayHint, { inputMode: 'numeric', placeholder: '0' })}
          <div className="flex flex-col gap-2">
            {line('replyTo', words.replyTo, words.replyToHint)}
            {isBlank(draft.replyTo) ? null : (
              <CheckField
                label={words.replyPrivate}
                checked={draft.replyPrivate}
                onChange={(event) => change({ replyPrivate: event.currentTarget.checked })}
              />
            )}
          </div>
        </div>
        {isReadyMade ? (
          <>
            <h3 className="mt-5 mb-2 text-sm font-semibold">{words.technical}</h3>
            <div className="grid items-start gap-4 @xl:grid-cols-3">
              {line('flowId', words.flowId, words.flowIdHint, { inputMode: 'numeric' })}
              {line('messageVersion', words.messageVersion, words.versionHint('3'), { placeholder: '3' })}
              {line('flowMessageVersion', words.flowMessageVersion, words.versionHint('4'), { placeholder: '4' })}
            </div>
          </>
        ) : null}
      </details>
    </Card>
  )
}
