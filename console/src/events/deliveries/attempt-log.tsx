import { RawText } from '../../ui/long-text.tsx'
import { Badge } from '../../ui/notice.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/language.ts'
import { meaningOf, tellOutcome } from '../outcome.ts'
import { eventsWords } from '../words.ts'
import type { Attempt } from './delivery-calls.ts'
import { deliveryWords } from './words.ts'

/** As many as the gateway keeps. */
const KEPT = 50

/** Each attempt, the newest first: when, how long, what the receiver said. */
export function AttemptLog({ log }: { log: readonly Attempt[] }) {
  const { one: words } = useWords(deliveryWords)
  if (log.length === 0) return <p className="text-sm text-quiet">{words.noAttempt}</p>
  return (
    <>
      <ol className="flex flex-col gap-4">
        {log.toReversed().map((attempt, place) => (
          <li key={attempt.at} className="border-l-2 border-line pl-3">
            <AttemptTold attempt={attempt} number={log.length - place} />
          </li>
        ))}
      </ol>
      {log.length >= KEPT ? <p className="mt-3 text-xs text-quiet">{words.newest50}</p> : null}
    </>
  )
}

function AttemptTold({ attempt, number }: { attempt: Attempt; number: number }) {
  const { one: words } = useWords(deliveryWords)
  const shared = useWords(eventsWords)
  const { day, time, number: told } = useFormats()
  const { at, ms, status, response } = attempt
  const isTaken = status !== null && meaningOf(status) === 'taken'
  return (
    <div className="flex min-w-0 flex-col gap-2 text-sm">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="font-medium">{words.attempt(told(number))}</h3>
        <Badge tone={isTaken ? 'good' : 'wrong'}>{status ?? '—'}</Badge>
        <time dateTime={at} className="text-quiet">
          {day(at)}, {time(at)}
        </time>
        <span className="text-quiet">{words.ms(told(ms))}</span>
      </div>
      <p>{tellOutcome(shared, attempt)}</p>
      {response ? (
        <RawText label={words.response(told(number))} text={response} />
      ) : (
        <p className="text-xs text-quiet">{status === null ? '' : words.noResponse}</p>
      )}
    </div>
  )
}
