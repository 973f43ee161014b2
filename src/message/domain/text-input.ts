import type { FieldReader } from '../../kernel/field-reader.ts'
import { digitsOf, normaliseJid, phoneJid } from '../../kernel/jid.ts'
import { nationalVariants, readRecipient } from '../../kernel/phone.ts'
import type { Contact } from '../../whatsapp/port.ts'

/** The fields of `POST /api/message/text/:instance` as they came, without the shared ones. */
export interface TextInput {
  message?: unknown
  linkPreview?: unknown
  mention?: unknown
  mentionAll?: unknown
}

/** `message` in characters: what WhatsApp itself takes of a text. `mention` in items: as many as a group has members. */
export const TEXT_LIMITS = { message: { max: 65_536 }, mention: 1024 } as const

export interface TextFields {
  message: string
  linkPreview: boolean
  /** JIDs, as the caller spelled the numbers. */
  mention: string[]
  mentionAll: boolean
}

/** Reads the fields of a text. When the reader has refused one, what comes back means nothing. Pure. */
export function readTextFields(reader: FieldReader, input: TextInput): TextFields {
  const message = reader.text('message', input.message, TEXT_LIMITS.message) ?? ''
  if (message.trim() === '') reader.refuse('message', 'is required', 'message_required')
  const mention = reader.list('mention', input.mention, TEXT_LIMITS.mention)
  return {
    message,
    linkPreview: reader.flag('linkPreview', input.linkPreview) ?? false,
    mention: mention.map((item, index) => readMention(reader, item, `mention.${index}`)),
    mentionAll: reader.flag('mentionAll', input.mentionAll) ?? false,
  }
}

function readMention(reader: FieldReader, item: unknown, path: string): string {
  const person = readRecipient(reader.code(path, item, { max: 100 }) ?? '')
  if (person.kind === 'phone') return phoneJid(person.digits)
  if (person.kind === 'jid' && person.of === 'lid') return person.jid
  reader.refuse(path, person.kind === 'invalid' ? `is no number: ${person.detail}` : 'must be a person')
  return ''
}

/**
 * The JIDs that a text to a group mentions: those named, spelled as the group knows them, and with `mentionAll` every
 * member but ourselves. Phone numbers where they are known, since the text says `@<digits>`. Pure.
 */
export function mentionsIn(members: readonly Contact[], me: Contact, fields: TextFields): string[] {
  const byAddress = new Map(members.flatMap((member) => addressesOf(member).map((address) => [address, member])))
  const named = fields.mention.map((jid) => nameOf(spellingsOf(jid).map((spelling) => byAddress.get(spelling))) ?? jid)
  const mine = new Set(addressesOf(me))
  const others = members.filter((member) => !addressesOf(member).some((address) => mine.has(address)))
  const all = fields.mentionAll ? others.map((member) => nameOf([member])) : []
  return [...new Set([...named, ...all].filter((jid) => jid !== null))]
}

function addressesOf({ jid, lid }: Contact): string[] {
  return [jid, lid].flatMap((address) => (address === null ? [] : (normaliseJid(address) ?? [])))
}

function spellingsOf(jid: string): string[] {
  const digits = digitsOf(jid)
  return digits === null ? [jid] : nationalVariants(digits).map(phoneJid)
}

function nameOf(candidates: readonly (Contact | undefined)[]): string | null {
  const contact = candidates.find((candidate) => candidate !== undefined)
  return contact?.jid ?? contact?.lid ?? null
}
