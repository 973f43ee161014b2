import { Link } from '@tanstack/react-router'
import { Asked } from '../ui/asked.tsx'
import { Badge, type Tone } from '../ui/notice.tsx'
import { Card } from '../ui/page.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/language.ts'
import { answerWords } from './answer-words.ts'
import type { Delivery, WholeForm } from './told.ts'
import { useDeliveries } from './use-answer.ts'

const TONES: Record<Delivery['state'], Tone | 'plain'> = {
  pending: 'note',
  delivered: 'good',
  dead: 'wrong',
  cancelled: 'plain',
}

/** What webhooks were told of a form and its answers. */
export function DeliveriesCard({ instance, form }: { instance: string; form: WholeForm }) {
  const words = useWords(answerWords)
  const query = useDeliveries(instance, form)
  return (
    <Card title={words.deliveries}>
      <Asked query={query}>
        {(deliveries) =>
          deliveries.length === 0 ? (
            <p className="text-sm text-quiet">
              {words.noDeliveries}. {words.noDeliveriesHelp}{' '}
              <Link to="/i/$instance/events" params={{ instance }} className="text-accent underline">
                {words.toEvents}
              </Link>
            </p>
          ) : (
            <ul aria-label={words.deliveriesCaption} className="flex flex-col divide-y divide-line">
              {deliveries.map((delivery) => (
                <Row key={delivery.id} instance={instance} delivery={delivery} />
              ))}
            </ul>
          )
        }
      </Asked>
    </Card>
  )
}

function Row({ instance, delivery }: { instance: string; delivery: Delivery }) {
  const words = useWords(answerWords)
  const formats = useFormats()
  const { lastStatus, lastError, attempts } = delivery
  const outcome = lastStatus === null ? lastError : `HTTP ${lastStatus}`
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2 text-sm first:pt-0 last:pb-0">
      <Link
        to="/i/$instance/events/deliveries/$deliveryId"
        params={{ instance, deliveryId: delivery.id }}
        className="inline-block min-h-6 font-mono text-xs leading-6 text-accent underline"
      >
        {delivery.event}
      </Link>
      <span className="foreign text-quiet">{delivery.label}</span>
      <Badge tone={TONES[delivery.state]}>{words.deliveryStates[delivery.state]}</Badge>
      <span className="text-xs text-quiet">
        {[`${words.attempts}: ${formats.number(attempts)}`, ...(outcome === null ? [] : [outcome])].join(' · ')}
      </span>
      <time dateTime={delivery.createdAt} className="text-xs text-quiet sm:ml-auto">
        {formats.moment(delivery.createdAt)}
      </time>
    </li>
  )
}
