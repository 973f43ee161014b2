/** How far into a page its own word on its character set is looked for, as the HTML standard has it. In bytes. */
const PRESCANNED_BYTES = 1_024

/**
 * The text of a page, in the character set that `Content-Type` names, else the one that a `<meta>` of its own names,
 * else UTF-8, which also stands in for names that nobody knows. A character that the end cuts in two is left out. Pure.
 */
export function decodeHtml(bytes: Uint8Array, contentType: string): string {
  const label = labelOf(contentType) ?? labelInside(bytes) ?? 'utf-8'
  return decodeAs(label, bytes)
}

function labelOf(contentType: string): string | undefined {
  return /;\s*charset\s*=\s*["']?([^\s"';]+)/i.exec(contentType)?.[1]
}

function labelInside(bytes: Uint8Array): string | undefined {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, PRESCANNED_BYTES))
  const label = /<meta\s[^>]*?charset\s*=\s*["']?\s*([^\s"'/>;]+)/i.exec(start)?.[1]
  // A <meta> that can be read as ASCII is in no UTF-16, whatever it says.
  return label !== undefined && /^utf-?16/i.test(label) ? 'utf-8' : label
}

function decodeAs(label: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder(label).decode(bytes, { stream: true })
  } catch {
    return decodeAs('utf-8', bytes)
  }
}
