import { useParams } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { PageTitle } from '../ui/page.tsx'
import { useWords } from '../words/language.ts'
import { bodyOf } from './body.ts'
import { checkDraft } from './check.ts'
import { CodePanel } from './code-panel.tsx'
import { ExampleBar } from './example-bar.tsx'
import { AsksPart } from './part-asks.tsx'
import { BubblePart } from './part-bubble.tsx'
import { KindPart } from './part-kind.tsx'
import { MorePart } from './part-more.tsx'
import { RecipientPart } from './part-recipient.tsx'
import { PhonePreview } from './phone-preview.tsx'
import { previewOf } from './preview.ts'
import { SendBar } from './send-bar.tsx'
import { SendProgress } from './send-progress.tsx'
import { refreshAll } from './sends.ts'
import { useDraft } from './use-draft.ts'
import { useButtonLabel, useLineState, useSendEvents } from './use-instance.ts'
import { useSending } from './use-sending.ts'
import { sendWords } from './words.ts'

export function SendPage() {
  const { instance } = useParams({ from: '/in/i/$instance/send' })
  const words = useWords(sendWords)
  return (
    <>
      <PageTitle>{words.title}</PageTitle>
      <SendForm key={instance} instance={instance} />
    </>
  )
}

/**
 * The form on the left, what it will look like beside it. It has no submit button: what goes out to a person must not by
 * an Enter in a field.
 */
function SendForm({ instance }: { instance: string }) {
  const { draft, change, replace, undo } = useDraft(instance)
  const [tries, setTries] = useState(0)
  const form = useRef<HTMLFormElement>(null)
  const body = bodyOf(draft)
  const checked = checkDraft(draft)
  const sending = useSending(instance, body)
  const lineState = useLineState(instance)
  const buttonLabel = useButtonLabel(instance, draft.kind)
  useSendEvents(instance)
  // What happened while this page was not looked at.
  useEffect(() => refreshAll(instance), [instance])
  useEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-wrong]')?.focus()
  }, [tries])

  function submit() {
    if (lineState !== undefined && lineState !== 'connected') return
    if (checked.refusals.size > 0) setTries(tries + 1)
    else sending.send()
  }
  function put(next: typeof draft) {
    setTries(0)
    replace(next)
  }
  const sheet = { draft, change, checked, wasTried: tries > 0 }
  const newest = sending.sends[0]?.stage
  return (
    <div className="@container">
      <div className="grid items-start gap-4 @4xl:grid-cols-[minmax(0,1fr)_20rem]">
        <form
          ref={form}
          onSubmit={(event) => event.preventDefault()}
          className="@container flex min-w-0 flex-col gap-4"
        >
          <ExampleBar draft={draft} put={put} undo={undo} />
          <RecipientPart {...sheet} />
          <KindPart {...sheet} />
          <BubblePart {...sheet} buttonLabel={buttonLabel} />
          {draft.kind === 'own' ? null : <AsksPart {...sheet} />}
          <MorePart {...sheet} />
          <SendBar
            instance={instance}
            sending={sending}
            lineState={lineState}
            wrong={tries > 0 ? checked.refusals.size : 0}
            onPress={submit}
          />
          <SendProgress instance={instance} sends={sending.sends} />
        </form>
        <div className="min-w-0 @4xl:row-span-2 @4xl:self-stretch">
          <PhonePreview preview={previewOf(draft, buttonLabel)} state={newest?.type === 'told' ? newest.state : null} />
        </div>
        <div className="min-w-0">
          <CodePanel call={{ origin: location.origin, instance, body }} />
        </div>
      </div>
    </div>
  )
}
