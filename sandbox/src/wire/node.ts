import type { BinaryNode } from '@whiskeysockets/baileys'

export type { BinaryNode }

/** The server's own address. */
export const SERVER = 's.whatsapp.net'

/** A stanza or a part of one. */
export function node(
  tag: string,
  attrs: Record<string, string | undefined> = {},
  content?: BinaryNode['content'],
): BinaryNode {
  const given: Record<string, string> = {}
  for (const [name, value] of Object.entries(attrs)) if (value !== undefined) given[name] = value
  return content === undefined ? { tag, attrs: given } : { tag, attrs: given, content }
}

/** The elements directly below, of one tag or of all. */
export function children(parent: BinaryNode | undefined, tag?: string): BinaryNode[] {
  if (!Array.isArray(parent?.content)) return []
  return tag === undefined ? parent.content : parent.content.filter((part) => part.tag === tag)
}

/** The first element directly below with that tag. */
export function child(parent: BinaryNode | undefined, tag: string): BinaryNode | undefined {
  return children(parent, tag)[0]
}

/** The bytes inside, if it holds bytes or text. */
export function bytesOf(part: BinaryNode | undefined): Buffer | undefined {
  if (part?.content instanceof Uint8Array) return Buffer.from(part.content)
  return typeof part?.content === 'string' ? Buffer.from(part.content) : undefined
}

/** Unix time in whole seconds, as stanzas carry it. */
export function seconds(nowMs: number): string {
  return String(Math.floor(nowMs / 1000))
}

export interface NodeJson {
  tag: string
  attrs: Record<string, string>
  content?: NodeJson[] | string
}

/** A stanza as JSON; bytes become base64. */
export function nodeToJson(part: BinaryNode): NodeJson {
  const json: NodeJson = { tag: part.tag, attrs: { ...part.attrs } }
  if (Array.isArray(part.content)) json.content = part.content.map(nodeToJson)
  else if (part.content instanceof Uint8Array) json.content = Buffer.from(part.content).toString('base64')
  else if (typeof part.content === 'string') json.content = part.content
  return json
}
