import type { Clock } from '../kernel/clock.ts'
import { FormwireError, problem, problemWith } from '../kernel/errors.ts'
import { type Line, SendRefused } from '../whatsapp/port.ts'

/** The engine itself waits for a minute: longer than callers do, who would then call again. */
const LONGEST_ANSWER_MS = 10_000

/** What is told when a group cannot be asked for. */
export const NO_GROUP = 'WhatsApp did not say who is in the group'

export interface AskLineDeps {
  clock: Clock
  /** Aborted when nobody may wait for WhatsApp any longer. */
  givenUp?: AbortSignal | undefined
}

/**
 * Asks WhatsApp something before a send, for 10 s at most. What breaks then is told to the caller: nothing has been
 * sent.
 * @throws instance_not_connected, send_failed, shutting_down; errors of the catalogue as they are
 */
export async function askLine<Answer>(
  { clock, givenUp }: AskLineDeps,
  line: Line,
  ask: () => Promise<Answer>,
  noAnswer = 'WhatsApp did not say whether the recipient exists',
): Promise<Answer> {
  const late = Promise.withResolvers<never>()
  const timer = clock.after(LONGEST_ANSWER_MS, () => late.reject(problem('send_failed', noAnswer)))
  const giveUp = () => late.reject(problem('shutting_down'))
  givenUp?.addEventListener('abort', giveUp)
  if (givenUp?.aborted) giveUp()
  try {
    return await Promise.race([ask(), late.promise])
  } catch (cause) {
    if (cause instanceof FormwireError) throw cause
    const isOffline = line.state.type !== 'open' || (cause instanceof SendRefused && cause.reason === 'not_connected')
    if (isOffline) throw problemWith({ cause }, 'instance_not_connected')
    throw problemWith({ cause }, 'send_failed', noAnswer)
  } finally {
    timer.cancel()
    givenUp?.removeEventListener('abort', giveUp)
  }
}
