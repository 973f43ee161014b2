import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { Asked } from '../ui/asked.tsx'
import { Button } from '../ui/button.tsx'
import { useWords } from '../words/language.ts'
import { EventsFrame } from './events-frame.tsx'
import { useFresh } from './use-fresh.ts'
import { MOST_ENABLED } from './webhooks/draft.ts'
import { NoWebhooks } from './webhooks/no-webhooks.tsx'
import { type Webhook, webhooksQuery } from './webhooks/webhook-calls.ts'
import { WebhookCard } from './webhooks/webhook-card.tsx'
import { WebhookEditor } from './webhooks/webhook-editor.tsx'
import { webhookWords } from './webhooks/words.ts'
import { eventsWords } from './words.ts'

/** Where the events of an instance are posted. */
export function WebhooksPage() {
  const { instance } = useParams({ from: '/in/i/$instance/events' })
  return <Webhooks key={instance} instance={instance} />
}

function Webhooks({ instance }: { instance: string }) {
  const words = useWords(webhookWords)
  const { webhooks: title } = useWords(eventsWords)
  const webhooks = useQuery(webhooksQuery(instance))
  /** Whom the editor is open for: 'new', or one that is there. */
  const [edited, setEdited] = useState<Webhook | 'new' | null>(null)
  const [said, setSaid] = useState('')
  // Four queries: at a hundred events a second they stay far from the session's limit.
  useFresh(instance, ['webhooks', 'deliveries'], 3_000)
  const isFull = (webhooks.data ?? []).filter(({ enabled }) => enabled).length >= MOST_ENABLED
  const add = (
    <Button look="main" disabled={isFull} onClick={() => setEdited('new')}>
      {words.add}
    </Button>
  )
  return (
    <EventsFrame instance={instance} title={title} intro={words.intro} aside={webhooks.data?.length ? add : null}>
      {isFull ? <p className="text-sm text-warn">{words.limit}</p> : null}
      <p role="status" className="foreign text-sm font-medium text-good empty:-mt-4">
        {said}
      </p>
      <Asked query={webhooks}>
        {(told) =>
          told.length === 0 ? (
            <NoWebhooks add={add} />
          ) : (
            <ul aria-label={words.list} className="flex flex-col gap-4">
              {told.map((webhook) => (
                <li key={webhook.label}>
                  <WebhookCard
                    instance={instance}
                    webhook={webhook}
                    isFull={isFull}
                    onEdit={() => setEdited(webhook)}
                    onSaid={setSaid}
                  />
                </li>
              ))}
            </ul>
          )
        }
      </Asked>
      <WebhookEditor
        instance={instance}
        edited={edited}
        webhooks={webhooks.data ?? []}
        onClose={() => {
          setEdited(null)
          keepFocus()
        }}
        onSaid={setSaid}
      />
    </EventsFrame>
  )
}

/** The button that opened the editor may be gone with the empty page: then the focus begins anew. */
function keepFocus() {
  requestAnimationFrame(() => {
    if (document.activeElement === document.body) document.querySelector('h1')?.focus()
  })
}
