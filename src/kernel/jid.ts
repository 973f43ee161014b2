/** What a JID names. A person is `phone` or `lid`: two addresses of the same one. */
export type JidKind = 'phone' | 'lid' | 'group' | 'newsletter' | 'broadcast'

/** A WhatsApp address, taken apart. `device` 0 is the phone itself, or nothing said about a device. */
export interface Jid {
  kind: JidKind
  user: string
  device: number
}

const SERVER: Record<JidKind, string> = {
  phone: 's.whatsapp.net',
  lid: 'lid',
  group: 'g.us',
  newsletter: 'newsletter',
  broadcast: 'broadcast',
}

/**
 * Servers as they are read. `c.us` is what older clients call a phone; `hosted` and `hosted.lid` are people whose
 * business account runs on Meta's Cloud API (Baileys, WABinary/jid-utils).
 */
const KIND = new Map<string, JidKind>([
  ['s.whatsapp.net', 'phone'],
  ['c.us', 'phone'],
  ['hosted', 'phone'],
  ['lid', 'lid'],
  ['hosted.lid', 'lid'],
  ['g.us', 'group'],
  ['newsletter', 'newsletter'],
  ['broadcast', 'broadcast'],
])

const USER: Record<JidKind, RegExp> = {
  phone: /^\d{1,20}$/,
  lid: /^\d{1,20}$/,
  group: /^\d{1,20}(?:-\d{1,20})?$/,
  newsletter: /^\d{1,32}$/,
  broadcast: /^(?:status|\d{1,32})$/,
}

/** The longest text that may be a JID; keeps hostile ones away from the patterns. */
const LONGEST = 100

/**
 * Takes a JID apart: `user[_agent|.agent][:device]@server`. The agent is dropped, the case of the server ignored.
 * Null for anything else, a server without a user (`@s.whatsapp.net`, WhatsApp itself) among it.
 */
export function parseJid(text: string): Jid | null {
  if (text.length > LONGEST) return null
  const parts = /^([^@:]+)(?::(\d{1,5}))?@([A-Za-z.]+)$/.exec(text.trim())
  if (!parts) return null
  const [, name = '', device = '0', server = ''] = parts
  const kind = KIND.get(server.toLowerCase())
  if (!kind) return null
  const isPerson = kind === 'phone' || kind === 'lid'
  const user = isPerson ? name.replace(/[._]\d{1,3}$/, '') : name
  if (!USER[kind].test(user) || (!isPerson && parts[2] !== undefined)) return null
  return { kind, user, device: Number(device) }
}

/** Prints a JID; the device only where it is not 0. */
export function printJid(jid: Jid): string {
  const device = jid.device === 0 ? '' : `:${jid.device}`
  return `${jid.user}${device}@${SERVER[jid.kind]}`
}

/** The form in which JIDs are stored and compared: no agent, no device, today's server. Null for what is no JID. */
export function normaliseJid(text: string): string | null {
  const jid = parseJid(text)
  return jid ? printJid({ ...jid, device: 0 }) : null
}

/** Whether both texts name the same person, group or list, whatever the device. What is no JID equals nothing. */
export function isSameJid(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return false
  const left = normaliseJid(one)
  return left !== null && left === normaliseJid(other)
}

/** The digits of a phone JID; null for a LID, a group and the rest. */
export function digitsOf(jid: string | null): string | null {
  const parsed = jid === null ? null : parseJid(jid)
  return parsed?.kind === 'phone' ? parsed.user : null
}

/** The phone JID of a number given in digits. */
export function phoneJid(digits: string): string {
  return `${digits}@${SERVER.phone}`
}
