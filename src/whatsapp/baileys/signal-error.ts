/**
 * What a Signal operation failed with. Baileys refuses the stanza of a message that failed so, and asks its sender to
 * send it again, with a new session when the text says that there is none.
 */
export class SignalError extends Error {
  override readonly name = 'SignalError'
}

/** The key of the message was used: by a copy of it, or by a sender that used it twice. */
export const REPLAYED = 'The key of the message was used before'
const NO_SESSION = 'No session record'

/** The Rust library rejects with strings, which Baileys cannot read; they may name addresses, so none is repeated. */
export function toSignalError(cause: unknown): Error {
  if (cause instanceof Error) return cause
  const text = String(cause).toLowerCase()
  if (text.includes('duplicatedmessage') || text.includes('duplicate') || text.includes('old counter')) {
    return new SignalError(REPLAYED)
  }
  if (/session.{0,80}not found|no session|sessionnotfound|uninitialized session/.test(text)) {
    return new SignalError(NO_SESSION)
  }
  if (text.includes('signature')) return new SignalError('A signature is not valid')
  return new SignalError('The message or key bundle could not be read')
}
