import { Badge, type Tone } from '../../ui/notice.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/language.ts'
import { tellOutcome } from '../outcome.ts'
import { eventsWords } from '../words.ts'
import type { Delivery } from './delivery-calls.ts'
import type { DeliveryState } from './search.ts'
import { deliveryWords } from './words.ts'

const TONES: Record<DeliveryState, Tone | 'plain'> = {
  pending: 'note',
  delivered: 'good',
  dead: 'wrong',
  cancelled: 'plain',
}

export function StateBadge({ state }: { state: DeliveryState }) {
  const { states } = useWords(eventsWords)
  return <Badge tone={TONES[state]}>{states[state]}</Badge>
}

interface NextProps {
  delivery: Pick<Delivery, 'nextAttemptAt'>
  /** Unix ms. */
  now: number
  /** Its webhook is. */
  isPaused: boolean
}

/** When one that waits is tried next; nothing for the others. */
export function NextAttempt({ delivery, now, isPaused }: NextProps) {
  const words = useWords(deliveryWords)
  const { ago, moment } = useFormats()
  const { nextAttemptAt } = delivery
  if (nextAttemptAt === null) return null
  const isDue = Date.parse(nextAttemptAt) <= now
  return (
    <div className="mt-1 text-xs text-quiet">
      <span className="sr-only">{words.next}: </span>
      <time dateTime={nextAttemptAt} title={moment(nextAttemptAt)}>
        {isPaused ? words.duePaused : isDue ? words.dueShort : ago(nextAttemptAt, now)}
      </time>
    </div>
  )
}

/** What the last attempt came to. */
export function LastAnswer({ delivery }: { delivery: Pick<Delivery, 'lastStatus' | 'lastError'> }) {
  const words = useWords(deliveryWords)
  const shared = useWords(eventsWords)
  const told = tellOutcome(shared, { status: delivery.lastStatus, error: delivery.lastError })
  return <>{told ?? words.noAnswer}</>
}
