/** Larger frames than this come from no client of ours: 3 bytes of length, capped well below their maximum. */
const MAX_BUFFERED = 16 * 1024 * 1024 + 3

/** Cuts a stream of bytes into the prologue (once) and length-prefixed frames. */
export interface FrameReader {
  /** Adds bytes; returns what became whole: `prologue` comes first and only once. Throws when a frame is too large. */
  push(bytes: Uint8Array): { prologue?: Buffer; frames: Buffer[] }
}

/** Prefixes a frame with its length, three bytes, big endian. */
export function encodeFrame(payload: Uint8Array): Buffer {
  const length = Buffer.alloc(3)
  length.writeUIntBE(payload.byteLength, 0, 3)
  return Buffer.concat([length, payload])
}

/**
 * Reads a client's byte stream. A client that was once given routing information begins with
 * `ED`, 0, 1, three bytes of length and that many bytes, before the prologue: they are skipped.
 */
export function createFrameReader(): FrameReader {
  let buffered: Buffer = Buffer.alloc(0)
  let opened = false

  const takePrologue = (): Buffer | undefined => {
    if (buffered.length < 4) return undefined
    let start = 0
    if (buffered.subarray(0, 2).toString('latin1') === 'ED') {
      if (buffered.length < 7) return undefined
      start = 7 + buffered.readUIntBE(4, 3)
      if (buffered.length < start + 4) return undefined
    }
    const prologue = Buffer.from(buffered.subarray(start, start + 4))
    buffered = buffered.subarray(start + 4)
    opened = true
    return prologue
  }

  return {
    push(bytes) {
      buffered = buffered.length ? Buffer.concat([buffered, bytes]) : Buffer.from(bytes)
      if (buffered.length > MAX_BUFFERED) throw new Error('frame too large')
      const prologue = opened ? undefined : takePrologue()
      const frames: Buffer[] = []
      while (opened && buffered.length >= 3) {
        const length = buffered.readUIntBE(0, 3)
        if (buffered.length < length + 3) break
        frames.push(buffered.subarray(3, length + 3))
        buffered = buffered.subarray(length + 3)
      }
      return prologue ? { prologue, frames } : { frames }
    },
  }
}
