/** How much of an answer is kept, in bytes. */
export const KEPT_BYTES = 4_096

/**
 * The first 4 KiB of an answer as text, with U+FFFD for what is none: bytes that are no UTF-8, and NUL, which
 * PostgreSQL keeps in no text. Of a character that the cut goes through nothing is kept.
 */
export function startOf(chunks: readonly Buffer[]): string {
  if (chunks.length === 0) return ''
  const bytes = Buffer.concat(chunks)
  const isCut = bytes.length > KEPT_BYTES
  const text = new TextDecoder().decode(bytes.subarray(0, KEPT_BYTES), { stream: isCut })
  return text.replaceAll('\0', '\ufffd')
}
