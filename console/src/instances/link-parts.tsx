import { useEffect, useRef } from 'react'
import type { LiveState } from '../api/live.ts'
import { Problem } from '../api/problem.ts'
import { Spinner } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { useNow } from '../ui/use-now.ts'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/language.ts'
import type { Attempt } from './attempt.ts'
import type { Instance } from './instance-shapes.ts'
import { isOfLinked, type Reason, readReason } from './standing.ts'
import { standingWords } from './standing-words.ts'
import { LONGEST_ATTEMPT_MS } from './use-code.ts'
import { instancesWords } from './words.ts'

export interface LinkProps {
  instance: Instance
  attempt: Attempt
  /** `number`: digits, for a pairing code; null: a QR. */
  onBegin(number: string | null): void
  /** The person leaves the attempt; at WhatsApp it runs out by itself. */
  onLeave(): void
  live: LiveState
}

/** What is going on, spoken as it changes. */
export function Going({ children }: { children: string }) {
  return (
    <p role="status" className="flex items-center gap-2 text-sm">
      <Spinner />
      {children}
    </p>
  )
}

/** What to do with the phone. */
export function Steps({ steps }: { steps: readonly string[] }) {
  const words = useWords(instancesWords)
  return (
    <div className="min-w-0">
      <h3 className="mb-1 text-sm font-semibold">{words.onPhone}</h3>
      <ol className="flex list-decimal flex-col gap-1 pl-5 text-sm">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </div>
  )
}

/** An upper bound: when the attempt was begun by somebody else, it is over earlier. `since`: Unix milliseconds. */
export function TimeLeft({ since }: { since: number }) {
  const words = useWords(instancesWords)
  const formats = useFormats()
  const left = Math.ceil((since + LONGEST_ATTEMPT_MS - useNow(1_000)) / 1000)
  return <p className="text-sm text-quiet">{left > 0 ? words.timeLeft(formats.duration(left)) : words.timeOver}</p>
}

/** An attempt that is over, and why. It takes the focus, for the code that had it is gone. */
export function Ended({ reason }: { reason: string | null }) {
  const words = useWords(instancesWords)
  const { situations, askAnew } = useWords(standingWords)
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.focus(), [])
  const known = readReason(reason)
  const isExpired = known === 'link_expired'
  const isSaid = known !== null && known !== 'closed_by_us'
  const title = isExpired ? words.ranOut : isSaid ? situations[known].what : words.voided
  const helps = known === null || isOfLinked(known) ? askAnew : situations[known].helps
  return (
    <div ref={place} tabIndex={-1}>
      <Notice tone="warn" title={title}>
        <p>{isExpired ? words.ranOutHelps : helps}</p>
      </Notice>
    </div>
  )
}

const OF_CODES: Readonly<Record<string, Reason>> = {
  instance_needs_passkey: 'passkey_required',
  number_linked_elsewhere: 'number_linked_elsewhere',
  number_refused: 'number_refused',
  instance_exported: 'exported',
}

/** Why no code came. */
export function LinkProblem({ error, instance }: { error: Error; instance: Instance }) {
  const words = useWords(instancesWords)
  const { situations, askAnew } = useWords(standingWords)
  if (!(error instanceof Problem)) return <ProblemNotice error={error} />
  const reason = OF_CODES[error.code] ?? (error.code === 'link_failed' ? readReason(instance.connection.reason) : null)
  if (error.code === 'link_timeout') return <Said title={words.linkTimeout} helps={words.linkTimeoutHelps} />
  if (error.code === 'too_many_waiting') return <Said title={words.tooManyWaiting} helps={words.tooManyWaitingHelps} />
  if (reason !== null) {
    return <Said title={situations[reason].what} helps={isOfLinked(reason) ? askAnew : situations[reason].helps} />
  }
  if (error.code !== 'link_failed') return <ProblemNotice error={error} />
  return (
    <Notice tone="wrong" title={words.linkFailed}>
      <p lang="en" className="foreign">
        {error.message}
      </p>
    </Notice>
  )
}

function Said({ title, helps }: { title: string; helps: string }) {
  return (
    <Notice tone="wrong" title={title}>
      <p>{helps}</p>
    </Notice>
  )
}
