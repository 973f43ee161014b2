/** How much of an answer the log of a delivery keeps, in bytes of UTF-8. */
export const KEPT_BYTES = 4_096

const MASK = '***'

/** Shorter ones are no secret, and would be found everywhere. */
const SHORTEST_CREDENTIAL = 8

/**
 * How a receiver's answer begins, as the log keeps it: at most 4 KiB of whole characters, and without the credentials
 * that were sent to it, which many receivers echo. Pure.
 */
export function keptResponse(text: string, credentials: readonly string[]): string {
  if (text === '') return text
  const sent = credentials.flatMap(spellings).sort((a, b) => b.length - a.length)
  const masked = sent.reduce((left, credential) => left.replaceAll(credential, MASK), text)
  const isCut = Buffer.byteLength(text) > KEPT_BYTES - 4
  const whole = isCut ? sent.reduce(withoutBeginning, masked) : masked
  const { read } = new TextEncoder().encodeInto(whole, new Uint8Array(KEPT_BYTES))
  return whole.slice(0, read)
}

/** As it is, without its scheme, and either as JSON writes it. */
function spellings(credential: string): string[] {
  const bare = credential.trim()
  const value = bare.slice(bare.indexOf(' ') + 1)
  const all = [bare, value].flatMap((each) => [each, JSON.stringify(each).slice(1, -1)])
  return [...new Set(all)].filter((each) => each.length >= SHORTEST_CREDENTIAL)
}

/** Where the answer was cut, a credential may have been cut too. */
function withoutBeginning(text: string, credential: string): string {
  for (let length = credential.length - 1; length >= SHORTEST_CREDENTIAL / 2; length -= 1) {
    if (text.endsWith(credential.slice(0, length))) return `${text.slice(0, -length)}${MASK}`
  }
  return text
}
