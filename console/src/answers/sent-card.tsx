import type { ReactNode } from 'react'
import { LongText } from '../ui/long-text.tsx'
import { Card, Facts } from '../ui/page.tsx'
import { formWords } from '../words/forms.ts'
import { useWords } from '../words/language.ts'
import { answerWords } from './answer-words.ts'
import { readingWords } from './reading-words.ts'
import type { WholeForm } from './told.ts'

/** The form as it went out: what it said and asked. */
export function SentCard({ form }: { form: WholeForm }) {
  const words = useWords(answerWords)
  const reading = useWords(readingWords)
  const { types } = useWords(formWords)
  const names: Record<string, string> = {
    ...reading.fields,
    cpfOrCnpj: reading.fields.document,
    deliveryAddress: words.address,
  }
  const facts: [string, ReactNode][] = [
    [words.sentTo, form.chat.type === 'group' ? `${form.number} (${words.group})` : form.number || '—'],
    [words.message, form.message === '' ? '—' : <LongText key="message" text={form.message} />],
    ...(form.buttonLabel === null ? [] : [[words.button, form.buttonLabel] satisfies [string, ReactNode]]),
    [words.fields, form.fields.map((field) => names[field] ?? field).join(', ') || '—'],
    ...(form.customFields.length === 0
      ? []
      : [[words.questions, <Questions key="questions" form={form} />] as [string, ReactNode]]),
    [words.formType, types[form.formType]],
    [words.formName, form.formName ?? '—'],
    [words.source, form.source || '—'],
    [words.token, <Code key="token" text={form.flowToken} />],
    [words.messageId, <Code key="message-id" text={form.messageId} />],
    [words.formId, <Code key="form-id" text={form.id} />],
  ]
  return (
    <Card title={words.form}>
      <Facts facts={facts} />
    </Card>
  )
}

function Questions({ form }: { form: WholeForm }) {
  return (
    <ul className="flex flex-col gap-1">
      {form.customFields.map(({ label, helperText }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two questions may be written alike, and none moves
        <li key={index}>
          {label}
          {helperText ? <span className="block text-xs text-quiet">{helperText}</span> : null}
        </li>
      ))}
    </ul>
  )
}

function Code({ text }: { text: string | null }) {
  return text ? <code className="font-mono text-xs">{text}</code> : '—'
}
