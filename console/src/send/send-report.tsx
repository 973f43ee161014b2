import { Link } from '@tanstack/react-router'
import { FailureExplained } from '../ui/failure-explained.tsx'
import { Badge, Notice, type Tone } from '../ui/notice.tsx'
import { useFormats } from '../words/formats.ts'
import { formWords } from '../words/forms.ts'
import { useWords } from '../words/language.ts'
import { progressWords } from './progress-words.ts'
import { SendSteps } from './send-steps.tsx'
import type { Send, SendState, SentForm } from './sends.ts'

const TONES: Readonly<Record<SendState, Tone | 'plain'>> = {
  queued: 'plain',
  sending: 'plain',
  sent: 'note',
  delivered: 'note',
  read: 'note',
  answered: 'good',
  failed: 'wrong',
  expired: 'warn',
  unknown: 'warn',
}

/** How one send stands; the newest one is told aloud as it moves. */
export function SendReport({ instance, send, isNewest = false }: { instance: string; send: Send; isNewest?: boolean }) {
  const words = useWords(progressWords)
  const { states } = useWords(formWords)
  const formats = useFormats()
  const { stage, body, warnings } = send
  const state = stage.type === 'told' ? stage.state : stage.type === 'asking' && body.delay ? 'queued' : 'sending'
  const form = stage.type === 'told' ? stage.form : null
  const explained = stage.type === 'told' ? words.explained[state] : words.asking
  return (
    <article className="flex flex-col gap-3" data-send={stage.type === 'told' ? stage.messageId : ''}>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="foreign min-w-0 text-sm font-medium">{words.to(form?.number ?? body.number)}</p>
        <span className="flex items-center gap-2 text-xs text-quiet">
          {formats.time(new Date(send.at).toISOString())}
          <Badge tone={TONES[state]}>{states[state]}</Badge>
        </span>
      </div>
      <p className="foreign line-clamp-2 text-sm text-quiet">{body.message.slice(0, 300)}</p>
      {state === 'failed' ? null : <SendSteps state={state} form={form} />}
      <p role={isNewest ? 'status' : undefined} className="text-sm">
        {isNewest ? <span className="sr-only">{states[state]}: </span> : null}
        {stage.type === 'asking' && body.delay ? words.waiting(body.delay) : explained}
        {form?.late ? ` ${words.late}` : ''}
      </p>
      {form?.failure ? <Failure failure={form.failure} /> : null}
      {warnings.length > 0 ? (
        <Notice tone="warn" title={words.warnings}>
          <ul className="list-disc pl-5" lang="en">
            {warnings.map(({ field, message }) => (
              <li key={`${field} ${message}`} className="foreign">
                {field}: {message}
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
      {stage.type === 'told' ? (
        <Link
          to="/i/$instance/answers/$messageId"
          params={{ instance, messageId: stage.messageId }}
          className="self-start text-sm font-medium text-accent underline"
        >
          {state === 'answered' ? words.openAnswer : words.openForm}
        </Link>
      ) : null}
    </article>
  )
}

function Failure({ failure }: { failure: NonNullable<SentForm['failure']> }) {
  const words = useWords(progressWords)
  return (
    <Notice tone="wrong" title={words.failed(failure.code)}>
      <FailureExplained failure={failure} />
    </Notice>
  )
}
