/**
 * What a Signal operation failed with. The two texts are those by which Baileys decides what to tell the sender:
 * nothing more for a message that came twice, a retry request with a new session for one without a session.
 */
export class SignalError extends Error {
  override readonly name = 'SignalError'
}

const REPLAYED = 'Key used already or never filled'
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
