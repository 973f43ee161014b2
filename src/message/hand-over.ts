import type { Clock } from '../kernel/clock.ts'
import { type FormwireError, problem, problemWith } from '../kernel/errors.ts'
import type { Store, Transaction } from '../platform/db/store.ts'
import { type Line, SendRefused } from '../whatsapp/port.ts'
import type { AckDesk } from './ack-desk.ts'
import { type ChangeStateDeps, changeState } from './change-state.ts'
import { failureOfRefusal } from './domain/failure.ts'
import type { Pace } from './pace.ts'
import { findOutgoing, type Message, type StateChange } from './store.ts'
import { forgetRecipient } from './store-recipients.ts'

export interface HandOverDeps extends ChangeStateDeps {
  store: Store
  clock: Clock
  acks: AckDesk
  pace: Pace
}

/**
 * Asks the socket for a message that is kept as `sending`, then waits for WhatsApp's verdict, at most 5 s. Returns the
 * message as it is then; `sending` means that no verdict came in time, what follows is on the events.
 * @throws send_failed, instance_not_connected, number_invalid; the row is `failed` then, which events have said, or
 * `unknown`
 */
export async function handOver(deps: HandOverDeps, line: Line, message: Message): Promise<Message> {
  const { instance_id, message_id, chat_key, raw } = message
  const expected = deps.acks.expect(instance_id, message_id)
  const handedOver = line
    .send({ messageId: message_id, to: chat_key, raw: raw ?? new Uint8Array() })
    .catch(async (error: unknown) => {
      throw await keepFailure(deps, message, error)
    })
  // A caller is not held by an engine that takes its time; it goes on, and so does this.
  handedOver.catch(() => {})
  try {
    return judge(message, await Promise.race([handedOver.then(() => expected.verdict), expected.verdict]))
  } finally {
    expected.giveUp()
  }
}

function judge(message: Message, verdict: Message | null): Message {
  if (verdict?.state === 'failed') throw problem('send_failed', verdict.failure_message ?? 'WhatsApp refused it')
  return verdict ?? message
}

const NO_DEVICES = 'WhatsApp knows no device of this recipient'

/**
 * Stores what is known of a send that failed: `failed` when the engine says that it certainly did not go out, else
 * `unknown`. When the store is what failed, the row says `sending` until it is overdue; the caller is told what is
 * known all the same.
 */
async function keepFailure(deps: HandOverDeps, message: Message, cause: unknown): Promise<FormwireError> {
  const isRefused = cause instanceof SendRefused
  const failure = isRefused ? failureOfRefusal(cause.reason) : null
  const news = { state: isRefused ? ('failed' as const) : ('unknown' as const), at: deps.clock.now(), failure }
  await deps.store.write((transaction) => keepNews(deps, transaction, message, news)).catch(() => {})
  if (isRefused && cause.reason === 'not_connected') return problemWith({ cause }, 'instance_not_connected')
  if (isRefused && cause.reason === 'no_devices') return problemWith({ cause }, 'number_invalid', NO_DEVICES)
  const reason = failure?.message ?? 'the connection broke while it was being sent; it may have gone out'
  return problemWith({ cause }, 'send_failed', reason)
}

async function keepNews(
  deps: HandOverDeps,
  transaction: Transaction,
  { instance_id, message_id, chat_key }: Message,
  news: StateChange,
): Promise<void> {
  // Read again: the server's verdict may have come before the engine gave up.
  for (const now of await findOutgoing(transaction.sql, instance_id, [message_id])) {
    await changeState(deps, transaction, now, news)
  }
  // The number may have moved to another spelling: WhatsApp is asked anew the next time.
  if (news.failure?.code === 'no_devices') await forgetRecipient(transaction.sql, instance_id, chat_key)
}
