import type { BinaryNode } from '@whiskeysockets/baileys'

/**
 * What is not encrypted (`<plaintext>`) passes no Signal repository: Baileys would send its receipt first and tell of it
 * afterwards, so that a crash between the two loses it. Hence such content is made to look encrypted before Baileys
 * reads the stanza. The repository gets the very same bytes, knows them by their identity, which no sender can forge,
 * and keeps them without a ratchet (see reception.ts). Beside ciphertext it is not heard at all.
 *
 * Changes the stanza; gives back the contents that are not encrypted.
 */
export function disguise(stanza: BinaryNode): Uint8Array[] {
  if (!Array.isArray(stanza.content)) return []
  const bare = stanza.content.filter(({ tag }) => tag === 'plaintext')
  if (bare.length === 0) return []
  const others = stanza.content.filter(({ tag }) => tag !== 'plaintext')
  if (others.some(({ tag }) => tag === 'enc')) {
    stanza.content = others
    return []
  }
  stanza.content = [...others, ...bare.map((node) => ({ ...node, tag: 'enc', attrs: { v: '2', type: 'msg' } }))]
  return bare.flatMap(({ content }) => (content instanceof Uint8Array ? [content] : []))
}

/** As a ciphertext would give it: whoever reads it takes one byte of padding off. Pure. */
export function padded(content: Uint8Array): Uint8Array {
  return Buffer.concat([content, Uint8Array.of(1)])
}
