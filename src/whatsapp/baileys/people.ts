import { type AuthenticationCreds, jidDecode } from '@whiskeysockets/baileys'
import type { Contact, Me } from '../port.ts'

/** A JID without device and agent, hosted ones as the people they stand for; empty for what is no JID. Pure. */
export function plainJid(jid: string): string {
  const decoded = jidDecode(jid)
  if (!decoded?.user) return ''
  switch (decoded.server as string) {
    case 'c.us':
    case 'hosted':
      return `${decoded.user}@s.whatsapp.net`
    case 'hosted.lid':
      return `${decoded.user}@lid`
    default:
      return `${decoded.user}@${decoded.server}`
  }
}

export function isPhoneJid(jid: string): boolean {
  return jid.endsWith('@s.whatsapp.net')
}

export function isLid(jid: string): boolean {
  return jid.endsWith('@lid')
}

export function isGroup(jid: string): boolean {
  return jid.endsWith('@g.us')
}

export function isPerson(jid: string): boolean {
  return isPhoneJid(jid) || isLid(jid)
}

/** A person by the addresses that a stanza gives, in any order; null when neither is a person's. Pure. */
export function contactFrom(one: string | null | undefined, other: string | null | undefined): Contact | null {
  const jids = [one, other].map((jid) => plainJid(jid ?? ''))
  const jid = jids.find(isPhoneJid) ?? null
  const lid = jids.find(isLid) ?? null
  return jid === null && lid === null ? null : { jid, lid }
}

/** Whether two contacts share an address. The server part counts: a LID's digits may be another's phone number. Pure. */
export function isSamePerson(one: Contact, other: Contact): boolean {
  return (one.jid !== null && one.jid === other.jid) || (one.lid !== null && one.lid === other.lid)
}

/** Who the number behind these credentials is. Pure. */
export function meOf(creds: AuthenticationCreds): Contact {
  return contactFrom(creds.me?.id, creds.me?.lid) ?? { jid: null, lid: null }
}

/**
 * As `meOf`, with what the phone said of itself: the name, and the platform that `pair-success` brought, which is
 * `smba` or `smbi` where the app is WhatsApp Business. Pure.
 */
export function profileOf(creds: AuthenticationCreds): Me {
  const { me, platform } = creds
  return {
    ...meOf(creds),
    ...(me?.name && { name: me.name }),
    ...(platform && { isBusiness: platform.startsWith('smb') }),
  }
}

/** Whether a JID is one of a contact's addresses, whatever the device. Pure. */
export function isAddressOf(jid: string, contact: Contact): boolean {
  const other = contactFrom(jid, null)
  return other !== null && isSamePerson(other, contact)
}
