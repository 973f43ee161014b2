import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { Problem } from '../api/problem.ts'
import { Asked } from '../ui/asked.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/page.tsx'
import { useWords } from '../words/language.ts'
import { AttemptLog } from './deliveries/attempt-log.tsx'
import { BodyShown } from './deliveries/body-shown.tsx'
import { type DeliveryFile, deliveryQuery } from './deliveries/delivery-calls.ts'
import { DeliveryFacts } from './deliveries/delivery-facts.tsx'
import { HeadersTold } from './deliveries/headers-told.tsx'
import { ReplayDialog } from './deliveries/replay-dialog.tsx'
import { deliveryWords } from './deliveries/words.ts'
import { EventsFrame } from './events-frame.tsx'
import { EventsProblem } from './events-problem.tsx'
import { useFresh } from './use-fresh.ts'

/** One delivery: what was sent, where to, and what came of each attempt. */
export function DeliveryPage() {
  const { instance, deliveryId } = useParams({ from: '/in/i/$instance/events/deliveries/$deliveryId' })
  const { one: words } = useWords(deliveryWords)
  const delivery = useQuery(deliveryQuery(instance, deliveryId))
  const isGone = delivery.error instanceof Problem && delivery.error.code === 'delivery_not_found'
  useFresh(instance, ['deliveries'])
  return (
    <EventsFrame instance={instance} title={words.title}>
      <Link to="/i/$instance/events/deliveries" params={{ instance }} className="self-start text-sm underline">
        {words.back}
      </Link>
      {isGone ? (
        <EventsProblem error={delivery.error} />
      ) : (
        <Asked query={delivery}>{(told) => <Told key={told.id} instance={instance} delivery={told} />}</Asked>
      )}
    </EventsFrame>
  )
}

function Told({ instance, delivery }: { instance: string; delivery: DeliveryFile }) {
  const words = useWords(deliveryWords)
  const [isOpen, setOpen] = useState(false)
  const [said, setSaid] = useState('')
  const outcome = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    if (said !== '' && !isOpen) outcome.current?.focus()
  }, [said, isOpen])
  const isTest = delivery.event === 'webhook.test'
  const canGo = !isTest && delivery.body !== null && delivery.url !== null
  return (
    <>
      <p ref={outcome} role="status" tabIndex={-1} className="text-sm font-medium text-good empty:-mt-4">
        {said}
      </p>
      <Card
        title={words.one.facts}
        aside={
          canGo ? (
            <Button look="main" onClick={() => setOpen(true)}>
              {words.again}
            </Button>
          ) : null
        }
      >
        <DeliveryFacts instance={instance} delivery={delivery} />
        {isTest ? <p className="mt-3 text-sm text-quiet">{words.one.testOnly}</p> : null}
      </Card>
      <Card title={words.one.log}>
        <AttemptLog log={delivery.log} />
      </Card>
      <Card title={words.one.sent}>
        <div className="flex flex-col gap-4">
          <BodyShown body={delivery.body} />
          <HeadersTold />
        </div>
      </Card>
      <ReplayDialog
        instance={instance}
        deliveries={[delivery]}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        onDone={(outcomeWords) => {
          setOpen(false)
          setSaid(outcomeWords)
        }}
      />
    </>
  )
}
