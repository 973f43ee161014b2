import type { Clock } from '../../kernel/clock.ts'
import type { FailedCall } from './failed-call.ts'

/** A call that was not waited for any longer. */
export class GivenUp extends Error {
  override readonly name = 'GivenUp'
  readonly reason: FailedCall
  constructor(reason: FailedCall) {
    super(`The call was given up: ${reason}`)
    this.reason = reason
  }
}

/** How long a call is waited for, and what ends it before. */
export interface Patience {
  /** Aborted with a `GivenUp` when it has run out. */
  signal: AbortSignal
  /** The value, or a rejection with a `GivenUp` as soon as patience has run out, whoever may still be busy with it. */
  waitFor<T>(value: Promise<T>): Promise<T>
  giveUp(reason: FailedCall): void
  /** To be called in the end. */
  release(): void
}

/**
 * Patience for one call, which runs out after `timeoutMs` or with the caller's signal. Undici hears a signal only once
 * it is connected, and a look-up may take for ever: so what it promises is waited for by `waitFor`.
 */
export function openPatience(clock: Clock, timeoutMs: number, caller?: AbortSignal): Patience {
  const control = new AbortController()
  const { promise: lost, reject } = Promise.withResolvers<never>()
  lost.catch(() => {})
  const giveUp = (reason: FailedCall) => {
    const error = new GivenUp(reason)
    control.abort(error)
    reject(error)
  }
  const onAbort = () => giveUp('aborted')
  const timer = clock.after(timeoutMs, () => giveUp('timeout'))
  caller?.addEventListener('abort', onAbort, { once: true })
  if (caller?.aborted) onAbort()
  return {
    signal: control.signal,
    waitFor: (value) => Promise.race([value, lost]),
    giveUp,
    release() {
      timer.cancel()
      caller?.removeEventListener('abort', onAbort)
    },
  }
}
