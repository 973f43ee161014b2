import { bytesField, fieldsOf } from './fields.ts'

/**
 * Tags of libsignal's `RecordStructure`: beside the session in use it holds those before it, which the other side
 * may still write in.
 */
const PREVIOUS_SESSION_FIELD = 2
/** Of a session: the key of the one who began it, which no other session has. */
const BASE_KEY_FIELD = 13

/**
 * The record after an operation, with all sessions but the one in use as they were before. The Rust library turns the
 * ratchet of each session that it tries a message with, and keeps that when a later one reads it: a session whose
 * first message crossed one of the session before it could read nothing any more. Pure.
 */
export function withOthersUntouched(before: Uint8Array, after: Uint8Array): Uint8Array {
  const fields = fieldsOf(after)
  // Most records hold no session but the one in use.
  if (fields === null || fields.every(({ number }) => number !== PREVIOUS_SESSION_FIELD)) return after
  const known = new Map<string, Uint8Array>()
  for (const { value } of fieldsOf(before) ?? []) {
    const baseKey = baseKeyOf(value)
    if (baseKey !== null) known.set(baseKey, value)
  }
  return Buffer.concat(
    fields.map(({ number, value, encoded }) => {
      const untouched = number === PREVIOUS_SESSION_FIELD ? known.get(baseKeyOf(value) ?? '') : undefined
      return untouched === undefined ? encoded : bytesField(PREVIOUS_SESSION_FIELD, untouched)
    }),
  )
}

function baseKeyOf(session: Uint8Array): string | null {
  const found = fieldsOf(session)?.find(({ number }) => number === BASE_KEY_FIELD)
  return found === undefined || found.value.length === 0 ? null : Buffer.from(found.value).toString('hex')
}
