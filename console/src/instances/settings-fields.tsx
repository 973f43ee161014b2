import type { ReactNode } from 'react'
import type { Problem } from '../api/problem.ts'
import { CheckField, SelectField, TextArea, TextField } from '../ui/field.tsx'
import { Card } from '../ui/page.tsx'
import { formWords } from '../words/forms.ts'
import { useWords } from '../words/language.ts'
import { type Draft, type DraftFault, type DraftName, type Keeping, READY_MADE } from './settings-draft.ts'
import { settingsWords } from './settings-words.ts'

export interface FieldsProps {
  draft: Draft
  changed: readonly DraftName[]
  faults: Partial<Record<DraftName, DraftFault>>
  /** Fields that the gateway refused, by the paths of its API. */
  refused: Problem['details']
  onEdit(edit: Partial<Draft>): void
}

type Flag = { [Name in DraftName]: Draft[Name] extends boolean ? Name : never }[DraftName]

/** What changed has a line at its side, beside what the bar below says. */
const CHANGED = 'border-l-2 border-accent pl-3'

/** The settings in groups, each with what it does and what it risks. */
export function SettingsFields(props: FieldsProps) {
  const words = useWords(settingsWords)
  const { types } = useWords(formWords)
  const { draft, onEdit } = props
  const mark = (name: DraftName) => (props.changed.includes(name) ? CHANGED : 'border-l-2 border-transparent pl-3')
  const flag = (name: Flag) => (
    <CheckField
      label={words[name]}
      hint={words[`${name}Hint`]}
      error={refusalOf(name)}
      className={mark(name)}
      checked={draft[name]}
      onChange={({ target }) => onEdit({ [name]: target.checked })}
    />
  )
  const faultWords = {
    days: words.daysWrong,
    pace: words.paceWrong,
    message: words.messageLong,
    word: words.wordLong,
  }
  function refusalOf(path: string): string | null {
    const found = props.refused.find((each) => each.path === path || each.path.startsWith(`${path}.`))
    return found === undefined ? null : words.fieldRefused(found.message)
  }
  const errorOf = (name: DraftName, path: string = name) => {
    const fault = props.faults[name]
    return fault === undefined ? refusalOf(path) : faultWords[fault]
  }
  return (
    <>
      <Group title={words.calls}>
        {flag('autoRejectCalls')}
        <TextArea
          label={words.callRejectMessage}
          hint={words.callRejectMessageHint}
          error={errorOf('callRejectMessage')}
          className={mark('callRejectMessage')}
          value={draft.callRejectMessage}
          onChange={({ target }) => onEdit({ callRejectMessage: target.value })}
        />
      </Group>
      <Group title={words.messages}>
        {flag('ignoreGroupMessages')}
        {flag('autoReadMessages')}
        {flag('keepOnlineStatus')}
        {flag('disableHistorySync')}
        {flag('ignoreStatus')}
      </Group>
      <Group title={words.pacing}>
        <TextField
          label={words.pace}
          hint={words.paceHint}
          error={errorOf('pace', 'minSendIntervalMs')}
          className={mark('pace')}
          inputMode="decimal"
          value={draft.pace}
          onChange={({ target }) => onEdit({ pace: target.value })}
        />
      </Group>
      <Group title={words.keepingTitle}>
        <KeepingField
          value={draft.keeping}
          error={errorOf('keeping', 'retentionDays')}
          className={mark('keeping')}
          onEdit={(keeping) => onEdit({ keeping })}
        />
        {flag('answersInEvents')}
      </Group>
      <Group title={words.forms}>
        {(['buttonLabels', 'flowIds'] as const).map((name) => (
          <fieldset key={name} className={`flex flex-col gap-2 ${mark(name)}`}>
            <legend className="text-sm font-medium">{words[name]}</legend>
            <p className="text-xs text-quiet">{words[`${name}Hint`]}</p>
            {READY_MADE.map((form) => (
              <TextField
                key={form}
                label={types[form]}
                error={errorOf(name, `${name}.${form}`)}
                dir="auto"
                value={draft[name][form]}
                onChange={({ target }) => onEdit({ [name]: { ...draft[name], [form]: target.value } })}
              />
            ))}
          </fieldset>
        ))}
      </Group>
    </>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card title={title}>
      <div className="flex max-w-prose flex-col gap-4">{children}</div>
    </Card>
  )
}

interface KeepingProps {
  value: Keeping
  error: string | null
  className: string
  onEdit(value: Keeping): void
}

function KeepingField({ value, error, className, onEdit }: KeepingProps) {
  const words = useWords(settingsWords)
  const { keepingWays } = words
  return (
    <div className={`flex flex-col gap-2 ${className}`}>
      <SelectField
        label={words.keeping}
        hint={words.keepingHint}
        error={value.way === 'days' ? null : error}
        options={[
          ['server', keepingWays.server],
          ['ever', keepingWays.ever],
          ['days', keepingWays.days],
        ]}
        value={value.way}
        onChange={({ target }) => onEdit({ ...value, way: target.value as Keeping['way'] })}
      />
      {value.way === 'days' ? (
        <TextField
          label={words.days}
          error={error}
          inputMode="numeric"
          className="w-32"
          value={value.days}
          onChange={({ target }) => onEdit({ way: 'days', days: target.value })}
        />
      ) : null}
    </div>
  )
}
