import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useId, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { uiWords } from '../../ui/words.ts'
import { useWords } from '../../words/language.ts'
import { bodyOf, type Draft, draftOf, faultsOf } from './draft.ts'
import { DraftFields } from './draft-fields.tsx'
import { SecretShown } from './secret-shown.tsx'
import { configureWebhook, type MadeWebhook, type Webhook } from './webhook-calls.ts'
import { webhookWords } from './words.ts'

interface EditorProps {
  instance: string
  /** 'new', the one that is edited, or null: shut. */
  edited: Webhook | 'new' | null
  webhooks: readonly Webhook[]
  onClose: () => void
  onSaid: (said: string) => void
}

/** Makes a webhook or changes one; a new one shows its secret. */
export function WebhookEditor({ instance, edited, webhooks, onClose, onSaid }: EditorProps) {
  const words = useWords(webhookWords)
  /** A new one; who closed the editor meanwhile has to see its secret all the same. */
  const [made, setMade] = useState<MadeWebhook | null>(null)
  const was = edited === 'new' ? null : edited
  function close() {
    setMade(null)
    onClose()
  }
  function onDone(webhook: MadeWebhook) {
    if (was === null) return setMade(webhook)
    onSaid(words.saved(webhook.label))
    close()
  }
  const { add, edit, switchOn } = words.editor
  const title = made
    ? words.secret.title(made.label)
    : was === null
      ? add
      : was.enabled
        ? edit(was.label)
        : switchOn(was.label)
  return (
    <Dialog title={title} isOpen={edited !== null || made !== null} onClose={close}>
      {made ? (
        <>
          {made.secret === undefined ? (
            <p className="text-sm">{words.secret.replaced}</p>
          ) : (
            <SecretShown intro={words.secret.made} secret={made.secret} />
          )}
          <div className="flex justify-end">
            <Button look="main" onClick={close}>
              {made.secret === undefined ? words.close : words.secret.done}
            </Button>
          </div>
        </>
      ) : (
        <DraftForm instance={instance} was={was} webhooks={webhooks} onClose={close} onDone={onDone} />
      )}
    </Dialog>
  )
}

interface FormProps {
  instance: string
  was: Webhook | null
  webhooks: readonly Webhook[]
  onClose: () => void
  onDone: (webhook: MadeWebhook) => void
}

function DraftForm({ instance, was, webhooks, onClose, onDone }: FormProps) {
  const all = useWords(webhookWords)
  const words = all.editor
  const ui = useWords(uiWords)
  const queries = useQueryClient()
  const id = useId()
  const labels = webhooks.map(({ label }) => label)
  const [draft, setDraft] = useState<Draft>(() => draftOf(was, labels))
  const [isChecked, setChecked] = useState(false)
  const faults = isChecked
    ? faultsOf(
        draft,
        webhooks.filter(({ label }) => label !== was?.label),
      )
    : {}
  const saving = useMutation({
    mutationFn: () => configureWebhook(instance, bodyOf(draft, was)),
    onSuccess: onDone,
    onSettled: () => void queries.invalidateQueries({ queryKey: ['webhooks', instance] }),
    gcTime: 0,
  })
  // After the field says so, however late that is drawn.
  useEffect(() => {
    if (saving.error) focusFault(id)
  }, [saving.error, id])
  function change(changed: Partial<Draft>) {
    setDraft((before) => ({ ...before, ...changed }))
    saving.reset()
  }
  function submit() {
    setChecked(true)
    const others = webhooks.filter(({ label }) => label !== was?.label)
    if (Object.keys(faultsOf(draft, others)).length > 0) return focusFault(id)
    saving.mutate()
  }
  return (
    <form
      id={id}
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      {was && !was.enabled && was.url === '' ? <p className="text-sm text-quiet">{words.cleared}</p> : null}
      {was?.paused ? (
        <p className="text-sm text-warn">{was.pausedReason === 'by_hand' ? words.staysPaused : words.resumes}</p>
      ) : null}
      <DraftFields draft={draft} was={was} faults={faults} error={saving.error} onChange={change} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{ui.cancel}</Button>
        <Button type="submit" look="main" isBusy={saving.isPending}>
          {was === null ? words.create : was.enabled ? words.save : all.switchOn}
        </Button>
      </div>
    </form>
  )
}

/** The first field that is wrong, once it says so. */
function focusFault(id: string) {
  requestAnimationFrame(() => {
    const form = document.getElementById(id)
    form?.querySelector<HTMLElement>('[aria-invalid="true"], fieldset[data-wrong] input')?.focus()
  })
}
