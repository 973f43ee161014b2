/** A field of an encoded protobuf message. */
export interface Field {
  number: number
  /** What it holds, when it is bytes; else empty. */
  value: Uint8Array
  /** All of it, its tag included. */
  encoded: Uint8Array
}

const BYTES = 2

/** The fields of an encoded message, in order; null when it is none. Pure. */
export function fieldsOf(bytes: Uint8Array): Field[] | null {
  const fields: Field[] = []
  for (let at = 0; at < bytes.length; ) {
    const tag = varint(bytes, at)
    const range = tag && rangeOf(bytes, tag.next, tag.value & 7)
    if (tag === null || range === null || range.end > bytes.length) return null
    const value = (tag.value & 7) === BYTES ? bytes.subarray(range.start, range.end) : new Uint8Array()
    fields.push({ number: tag.value >>> 3, value, encoded: bytes.subarray(at, range.end) })
    at = range.end
  }
  return fields
}

/** A field of bytes, encoded. Pure. */
export function bytesField(number: number, value: Uint8Array): Uint8Array {
  return Buffer.concat([encodedNumber(number * 8 + BYTES), encodedNumber(value.length), value])
}

/** Where the value of a field lies whose tag ends at `from`. */
function rangeOf(bytes: Uint8Array, from: number, type: number): { start: number; end: number } | null {
  if (type === 1) return { start: from, end: from + 8 }
  if (type === 5) return { start: from, end: from + 4 }
  const number = type === 0 || type === BYTES ? varint(bytes, from) : null
  if (number === null) return null
  return type === 0 ? { start: from, end: number.next } : { start: number.next, end: number.next + number.value }
}

function encodedNumber(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest & 0x7f) | 0x80)
  return Uint8Array.from([...bytes, rest])
}

function varint(bytes: Uint8Array, from: number): { value: number; next: number } | null {
  let value = 0
  for (let index = 0; index < 10; index++) {
    const byte = bytes[from + index]
    if (byte === undefined) return null
    value += (byte & 0x7f) * 2 ** (7 * index)
    if (byte < 0x80) return { value, next: from + index + 1 }
  }
  return null
}
