/** Where chance comes from: handed in, so that a test may repeat it. */
export interface Random {
  /** `size` unpredictable bytes. */
  bytes(size: number): Uint8Array
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** `length` characters of Crockford's base 32, 5 bits of chance each. */
export function randomText(random: Random, length: number): string {
  let text = ''
  for (const byte of random.bytes(length)) text += ALPHABET[byte & 31]
  return text
}

/** The kinds of row that carry an id of ours; the prefix tells a reader of a log what it is. */
export type IdKind = 'acc' | 'ins' | 'msg' | 'frm' | 'ans' | 'whk' | 'dlv' | 'req'

/** An id that sorts by time: `<kind>_<9 characters of time><11 of chance>`. */
export function newId(kind: IdKind, nowMs: number, random: Random): string {
  return `${kind}_${encodeNumber(nowMs, 9)}${randomText(random, 11)}`
}

/** What sorts before every id of a kind that was made at a time or later, and behind all earlier ones. */
export function firstIdAt(kind: IdKind, atMs: number): string {
  return `${kind}_${encodeNumber(Math.max(0, atMs), 9)}`
}

/**
 * The id of an event: `evt_<11 characters of sequence><5 of chance>`.
 * The sequence grows in commit order, so plain text comparison is the order of events.
 */
export function eventId(sequence: number, random: Random): string {
  return `evt_${encodeNumber(sequence, 11)}${randomText(random, 5)}`
}

/** The sequence that an event's id has in it; null when the text is no such id. */
export function sequenceOf(eventId: string): number | null {
  const digits = /^evt_([0-9a-hjkmnp-tv-z]{11})[0-9a-hjkmnp-tv-z]{5}$/.exec(eventId)?.[1]
  if (digits === undefined) return null
  return [...digits].reduce((value, digit) => value * 32 + ALPHABET.indexOf(digit), 0)
}

/**
 * The id of a delivery: `dlv_<9 characters of time><5 of sequence><1 of place><5 of chance>`, so that plain text
 * comparison is the order of events, those of one millisecond included. `place` tells the deliveries of one event apart.
 */
export function deliveryId(nowMs: number, sequence: number, place: number, random: Random): string {
  return `${firstIdAt('dlv', nowMs)}${encodeNumber(sequence, 5)}${encodeNumber(place, 1)}${randomText(random, 5)}`
}

/** A version 4 UUID. */
export function newUuid(random: Random): string {
  const bytes = Uint8Array.from(random.bytes(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** A message id as WhatsApp's web clients write it: `3EB0` and 18 upper-case hex digits. */
export function newMessageId(random: Random): string {
  return `3EB0${Array.from(random.bytes(9), (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase()}`
}

function encodeNumber(value: number, width: number): string {
  let rest = value
  let text = ''
  for (let place = 0; place < width; place += 1) {
    text = `${ALPHABET[rest % 32]}${text}`
    rest = Math.floor(rest / 32)
  }
  return text
}
