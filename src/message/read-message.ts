import { type ErrorCode, problem } from '../kernel/errors.ts'
import type { Store } from '../platform/db/store.ts'
import { findCopies, type Message } from './store.ts'

/**
 * The message that an instance has under a WhatsApp message id; when several chats know the same id, our own, then the
 * newest.
 * @throws message_not_found; `missing` without an id
 */
export async function readMessage(
  { store }: { store: Pick<Store, 'read'> },
  instanceId: string,
  messageId: string | undefined,
  missing: ErrorCode,
): Promise<Message> {
  if (messageId === undefined || messageId.trim() === '') throw problem(missing)
  const [message] = await findCopies(store.read, instanceId, messageId.trim())
  if (!message) throw problem('message_not_found')
  return message
}
