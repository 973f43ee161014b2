import { Notice } from '../../ui/notice.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/language.ts'
import type { WebhookState } from './state.ts'
import { webhookWords } from './words.ts'

/** What a state means, and what helps where something is wrong. */
export function StateText({ state }: { state: WebhookState }) {
  const words = useWords(webhookWords)
  const { moment } = useFormats()
  switch (state.type) {
    case 'on':
      return null
    case 'off':
      return <p className="mb-3 text-sm text-quiet">{words.off}</p>
    case 'failing':
      return <Told tone="warn">{words.failing(moment(state.since))}</Told>
    case 'paused-by-hand':
      return <Told tone="note">{words.pausedByHand(moment(state.since))}</Told>
    case 'paused-for-failures':
      return <Told tone="warn">{words.pausedForFailures(moment(state.since), moment(state.failingSince))}</Told>
    case 'gone':
      return <Told tone="warn">{words.gone}</Told>
  }
}

function Told({ tone, children }: { tone: 'warn' | 'note'; children: string }) {
  return (
    <div className="mb-3 max-w-prose">
      <Notice tone={tone}>
        <p>{children}</p>
      </Notice>
    </div>
  )
}
