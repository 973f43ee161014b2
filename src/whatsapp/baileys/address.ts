import { jidDecode, WAJIDDomains } from '@whiskeysockets/baileys'

/** A Signal address: a device of a person, as it is named in the key store. */
export interface Address {
  /** `<user>` for phone JIDs, `<user>_<domain>` for LIDs and hosted devices. */
  readonly name: string
  readonly device: number
  /** `<name>.<device>` */
  readonly text: string
}

/** A phone's address, which may have a LID twin; null for all others. */
export interface PhoneUser {
  readonly user: string
  readonly device: number
  readonly isHosted: boolean
}

/** The Signal address of a JID, spelled as Baileys spells it. Throws on what is no JID. Pure. */
export function addressOf(jid: string): Address {
  const decoded = jidDecode(jid)
  if (!decoded?.user) throw new Error('not a JID')
  const device = decoded.device ?? 0
  if (device === 99 && decoded.server !== 'hosted' && decoded.server !== 'hosted.lid') {
    throw new Error('device 99 belongs to hosted numbers only')
  }
  const domain = decoded.domainType ?? WAJIDDomains.WHATSAPP
  const name = domain === WAJIDDomains.WHATSAPP ? decoded.user : `${decoded.user}_${domain}`
  return { name, device, text: `${name}.${device}` }
}

/** The phone user behind a JID, null when it is not addressed by phone number. Pure. */
export function phoneUserOf(jid: string): PhoneUser | null {
  const decoded = jidDecode(jid)
  if (!decoded?.user || (decoded.server !== 's.whatsapp.net' && decoded.server !== 'hosted')) return null
  return { user: decoded.user, device: decoded.device ?? 0, isHosted: decoded.server === 'hosted' }
}

/** The LID address of the same device of the same person. Pure. */
export function lidAddressOf(phone: PhoneUser, lidUser: string): Address {
  const domain = phone.isHosted ? WAJIDDomains.HOSTED_LID : WAJIDDomains.LID
  const name = `${lidUser}_${domain}`
  return { name, device: phone.device, text: `${name}.${phone.device}` }
}

/** The user of a LID address, null for others. Pure. */
export function lidUserOf(jid: string): { user: string; device: number; isHosted: boolean } | null {
  const decoded = jidDecode(jid)
  if (!decoded?.user || (decoded.server !== 'lid' && decoded.server !== 'hosted.lid')) return null
  return { user: decoded.user, device: decoded.device ?? 0, isHosted: decoded.server === 'hosted.lid' }
}

/** The phone address of the same device of the same person. Pure. */
export function phoneAddressOf(lid: { device: number; isHosted: boolean }, phoneUser: string): Address {
  const name = lid.isHosted ? `${phoneUser}_${WAJIDDomains.HOSTED}` : phoneUser
  return { name, device: lid.device, text: `${name}.${lid.device}` }
}
