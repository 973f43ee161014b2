import { problem } from '../kernel/errors.ts'
import type { Chat } from '../kernel/event.ts'
import type { JidKind } from '../kernel/jid.ts'
import { nationalVariants, readRecipient } from '../kernel/phone.ts'
import type { Store } from '../platform/db/store.ts'
import type { Contact, Line } from '../whatsapp/port.ts'
import { type AskLineDeps, askLine } from './ask-line.ts'
import { isInstanceThere } from './store.ts'
import { findRecipient, rememberRecipient } from './store-recipients.ts'

const REMEMBERED_FOR_MS = 30 * 24 * 60 * 60 * 1000

/** Someone to write to, as WhatsApp knows them. */
export interface Recipient {
  /** The JID that the message is addressed to. */
  jid: string
  chat: Chat
  /** Digits of a person's phone, else the JID as given. */
  number: string
}

export interface ResolveRecipientDeps extends AskLineDeps {
  store: Store
}

/**
 * Finds whom a caller's `number` means: phone digits in any usual writing, a JID, a LID or a group.
 * Of a number's national variants (Brazil's 9th digit, …) the one is used that WhatsApp says exists.
 * @throws number_invalid (not a recipient, or not on WhatsApp), instance_not_connected, send_failed, instance_not_found
 * when it was deleted meanwhile
 */
export async function resolveRecipient(
  deps: ResolveRecipientDeps,
  line: Line,
  instanceId: string,
  number: string,
): Promise<Recipient> {
  const asked = readRecipient(number)
  if (asked.kind === 'invalid') throw problem('number_invalid', asked.detail)
  if (asked.kind === 'phone') return findPerson(deps, line, instanceId, asked.digits)
  return askLine(deps, line, () => findByJid(line, asked.jid, asked.of))
}

async function findByJid(line: Line, jid: string, kind: Exclude<JidKind, 'phone'>): Promise<Recipient> {
  switch (kind) {
    case 'group':
      return findGroup(line, jid)
    case 'lid': {
      const contact = await line.contactOf(jid)
      return personOf({ jid: contact?.jid ?? null, lid: jid }, jid)
    }
    case 'newsletter':
    case 'broadcast':
      throw problem('number_invalid', 'newsletters and broadcasts cannot be written to')
  }
}

async function findGroup(line: Line, jid: string): Promise<Recipient> {
  const group = await line.group(jid)
  if (!group) throw problem('number_invalid', 'this number is not a member of the group')
  return { jid, number: jid, chat: { jid, lid: null, name: group.subject, type: 'group' } }
}

async function findPerson(
  deps: ResolveRecipientDeps,
  line: Line,
  instanceId: string,
  digits: string,
): Promise<Recipient> {
  const now = deps.clock.now()
  const known = await findRecipient(deps.store.read, instanceId, digits)
  if (known && now - known.asked_at < REMEMBERED_FOR_MS) return personOf(known, digits)
  const variants = nationalVariants(digits)
  const found = await askLine(deps, line, () => line.lookUp(variants))
  const exact = found.find((contact) => contact.jid === `${digits}@s.whatsapp.net`)
  const contact = exact ?? found[0]
  if (!contact?.jid) throw problem('number_invalid', 'the number is not on WhatsApp')
  const { jid, lid } = contact
  await deps.store.write(async ({ sql }) => {
    if (!(await isInstanceThere(sql, instanceId))) throw problem('instance_not_found')
    await rememberRecipient(sql, { instance_id: instanceId, digits, jid, lid, asked_at: now })
  })
  return personOf({ jid, lid }, digits)
}

function personOf(contact: Contact, asked: string): Recipient {
  const jid = contact.jid ?? contact.lid ?? asked
  return {
    jid,
    number: contact.jid?.split('@')[0] ?? asked,
    chat: { jid: contact.jid, lid: contact.lid, name: contact.name ?? null, type: 'private' },
  }
}
