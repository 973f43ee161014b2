import type { Readable } from 'node:stream'
import type { Clock } from '../../kernel/clock.ts'

/** How much of an answer is kept, in bytes. */
export const KEPT_BYTES = 4_096

const LONGEST_READ_MS = 1_000

/**
 * The first 4 KiB of an answer as text, with U+FFFD for what is none: bytes that are no UTF-8, and NUL, which
 * PostgreSQL keeps in no text. What comes behind, or comes later than a second, is not waited for: the status has said
 * everything that counts. Never rejects.
 */
export function readStart(body: Readable, clock: Clock): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let kept = 0
    const finish = () => {
      timer.cancel()
      // Of a character that the cut goes through nothing is kept.
      const isCut = kept > KEPT_BYTES
      const text = new TextDecoder().decode(Buffer.concat(chunks).subarray(0, KEPT_BYTES), { stream: isCut })
      resolve(text.replaceAll('\0', '\ufffd'))
    }
    const cut = () => {
      finish()
      body.destroy()
    }
    const timer = clock.after(LONGEST_READ_MS, cut)
    body.on('error', finish)
    body.on('end', finish)
    body.on('close', finish)
    body.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      kept += chunk.length
      if (kept > KEPT_BYTES) cut()
    })
  })
}
