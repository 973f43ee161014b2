/**
 * The same bytes in memory of their own. Node cuts small Buffers out of shared blocks of 64 KiB, and one that is kept for
 * long keeps its whole block: a session of half a kilobyte would cost a hundred times that. Pure.
 */
export function ownBytes(bytes: Uint8Array): Buffer {
  const own = Buffer.alloc(bytes.length)
  own.set(bytes)
  return own
}

/** A value for which that holds wherever there are bytes in it; what is no plain object is left alone. Pure. */
export function withOwnBytes(value: unknown): unknown {
  if (value instanceof Uint8Array) return ownBytes(value)
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withOwnBytes(part)]))
}
