import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { Button, Spinner } from '../../ui/button.tsx'
import { RawText } from '../../ui/long-text.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/language.ts'
import { EventsProblem } from '../events-problem.tsx'
import { meaningOf, tellFailure } from '../outcome.ts'
import { eventsWords } from '../words.ts'
import { type TestedDelivery, testWebhook } from './webhook-calls.ts'
import { webhookWords } from './words.ts'

/** Posts one test, and tells what comes of it as it happens. */
export function TestPanel({ instance, label, onClose }: { instance: string; label: string; onClose: () => void }) {
  const words = useWords(webhookWords)
  const queries = useQueryClient()
  const testing = useMutation({
    mutationFn: () => testWebhook(instance, label),
    onSettled: () => queries.invalidateQueries({ queryKey: ['deliveries', instance] }),
  })
  // Once, also where effects run twice: a test is a call to somebody else.
  const isAsked = useRef(false)
  useEffect(() => {
    if (!isAsked.current) testing.mutate()
    isAsked.current = true
  })
  return (
    <div className="mt-4 rounded-lg border border-line p-3">
      <div className="mb-2 flex items-center justify-between gap-2">
        <h3 className="text-sm font-semibold">{words.testTitle}</h3>
        <Button look="quiet" onClick={onClose}>
          {words.close}
          <span className="sr-only"> {words.testTitle}</span>
        </Button>
      </div>
      <div role="status" className="text-sm">
        {testing.isPending ? (
          <p className="flex items-center gap-2">
            <Spinner />
            {words.testing}
          </p>
        ) : null}
        {testing.data ? <Verdict delivery={testing.data} /> : null}
      </div>
      {testing.isError ? <EventsProblem error={testing.error} /> : null}
      {testing.data ? <Response instance={instance} delivery={testing.data} /> : null}
    </div>
  )
}

function Verdict({ delivery }: { delivery: TestedDelivery }) {
  const words = useWords(webhookWords)
  const shared = useWords(eventsWords)
  const { number } = useFormats()
  const last = delivery.log.at(-1)
  if (!last) return <p>{words.testEnded}</p>
  if (last.status === null) {
    return <p className="font-medium text-wrong">{words.testUnreached(tellFailure(shared, last.error ?? ''))}</p>
  }
  const ms = number(last.ms)
  return delivery.state === 'delivered' ? (
    <p className="font-medium text-good">{words.testArrived(last.status, ms)}</p>
  ) : (
    <p className="font-medium text-wrong">{words.testFailed(last.status, ms, shared.status[meaningOf(last.status)])}</p>
  )
}

function Response({ instance, delivery }: { instance: string; delivery: TestedDelivery }) {
  const words = useWords(webhookWords)
  const last = delivery.log.at(-1)
  return (
    <div className="mt-3 flex flex-col gap-3 text-sm">
      {last?.response ? <RawText label={words.testResponse(delivery.label)} text={last.response} /> : null}
      {last?.response === '' ? <p className="text-quiet">{words.testSilent}</p> : null}
      <Link
        to="/i/$instance/events/deliveries/$deliveryId"
        params={{ instance, deliveryId: delivery.id }}
        className="self-start underline"
      >
        {words.testMore}
      </Link>
    </div>
  )
}
