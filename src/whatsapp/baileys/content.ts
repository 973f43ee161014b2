import { proto, unpadRandomMax16 } from '@whiskeysockets/baileys'

/** Wrappers that carry a whole message in `message`. A phone nests two or three; more is hostile. */
const WRAPPERS = [
  'ephemeralMessage',
  'viewOnceMessage',
  'viewOnceMessageV2',
  'viewOnceMessageV2Extension',
  'documentWithCaptionMessage',
  'deviceSentMessage',
  'editedMessage',
  'associatedChildMessage',
  'groupStatusMessage',
  'groupStatusMessageV2',
] as const satisfies readonly (keyof proto.IMessage)[]

const DEEPEST_WRAPPING = 8
const MOST_LEVELS = 200

/**
 * The message in a decrypted, padded text. Its strings are read natively, which protobufjs does of a Buffer alone: half a
 * megabyte takes it many milliseconds otherwise.
 *
 * @throws when the bytes are no message.
 */
export function readPlaintext(plaintext: Uint8Array): proto.Message {
  const { buffer, byteOffset, length } = unpadRandomMax16(plaintext)
  return proto.Message.decode(Buffer.from(buffer, byteOffset, length))
}

/** The message inside its wrappers; null when it is wrapped deeper than any client wraps. Pure. */
export function unwrap(message: proto.IMessage): proto.IMessage | null {
  let inner = message
  for (let depth = 0; depth <= DEEPEST_WRAPPING; depth++) {
    const wrapped = WRAPPERS.map((name) => inner[name]?.message).find((candidate) => candidate != null)
    if (wrapped == null) return inner
    inner = wrapped
  }
  return null
}

/**
 * A message and everything wrapped in it, on every path, also those that no client takes: what a hostile sender may
 * hide. Null when there is more of it than anybody wraps. Pure.
 */
export function levelsOf(message: proto.IMessage): proto.IMessage[] | null {
  const levels = [message]
  for (const level of levels) {
    for (const value of Object.values(level)) {
      const wrapped = record(value)['message'] ?? record(value)['editedMessage']
      if (typeof wrapped === 'object' && wrapped !== null) levels.push(wrapped)
    }
    if (levels.length > MOST_LEVELS) return null
  }
  return levels
}

/** The name and value of a message's content: `[imageMessage, {…}]`; null when it has none. Pure. */
export function contentOf(message: proto.IMessage): [name: string, value: unknown] | null {
  for (const [name, value] of Object.entries(message)) {
    if (value == null || name === 'senderKeyDistributionMessage') continue
    if (name === 'conversation' || name.endsWith('Message') || /Message(V\d|WithCaption.*)$/.test(name)) {
      return [name, value]
    }
  }
  return null
}

/** The text that a person sees of a message, as far as it has any. Pure. */
export function textOf(message: proto.IMessage): string {
  const found = contentOf(message)
  if (found === null) return ''
  const [name, value] = found
  if (name === 'conversation') return text(value)
  const content = record(value)
  switch (name) {
    case 'interactiveMessage':
    case 'interactiveResponseMessage':
      return text(record(content['body'])['text'])
    case 'reactionMessage':
    case 'extendedTextMessage':
      return text(content['text'])
    default:
      return text(content['caption']) || text(content['name'])
  }
}

/** The context of a message's content: what it quotes. Pure. */
export function contextOf(message: proto.IMessage): proto.IContextInfo | null {
  const found = contentOf(message)
  if (found === null) return null
  const context = record(found[1])['contextInfo']
  return typeof context === 'object' && context !== null ? context : null
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
