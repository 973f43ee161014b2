// @ts-check
import { objectOf } from './message.js'
import { readable } from './readable.js'

/** @typedef {import('./control.js').Phone} Phone */
/** @typedef {import('./control.js').Item} Item */
/** @typedef {{ canonical: (jid: string) => string, nameOf: (jid: string) => string }} Phonebook */

/**
 * A JID without its device, `…:12@lid` to `…@lid`.
 * @param {string} jid
 */
const ofPerson = (jid) => jid.replace(/:\d+@/, '@')

/**
 * `+55 11 99999-9999` for a Brazilian number, `+<digits>` for any other.
 * @param {string} digits
 */
function formatNumber(digits) {
  const brazilian = /^55(\d\d)(\d{4,5})(\d{4})$/.exec(digits)
  return brazilian ? `+55 ${brazilian[1]} ${brazilian[2]}-${brazilian[3]}` : `+${digits}`
}

/**
 * Who is who: a person has a phone JID and a LID, and either may name the chat. Both are learned from the sandbox's
 * phones and from the other addresses that come with messages.
 * @param {readonly Phone[]} phones
 * @param {Iterable<Item>} items
 * @param {string} group what to call a group: messages do not carry its subject
 * @returns {Phonebook}
 */
export function readPhonebook(phones, items, group) {
  /** @type {Map<string, string>} */
  const phoneJidOf = new Map()
  /** @type {Map<string, string>} */
  const names = new Map()
  for (const { phone, jid, lid, name } of phones) {
    if (lid) phoneJidOf.set(ofPerson(lid), ofPerson(jid))
    if (name && name !== phone) names.set(ofPerson(jid), readable(name, 80))
  }
  /** @param {string} jid */
  const canonical = (jid) => phoneJidOf.get(ofPerson(jid)) ?? ofPerson(jid)
  for (const item of items) {
    const attributes = objectOf(objectOf(item.stanza)['attrs'])
    for (const [address, other] of [
      [item.chat, item.chatAlt],
      [attributes['from'], attributes['sender_pn'] ?? attributes['sender_lid']],
      [attributes['participant'], attributes['participant_pn'] ?? attributes['participant_lid']],
    ]) {
      if (typeof address !== 'string' || typeof other !== 'string') continue
      const [lid, jid] = address.endsWith('@lid') ? [address, other] : [other, address]
      if (lid.endsWith('@lid')) phoneJidOf.set(ofPerson(lid), ofPerson(jid))
    }
    const given = attributes['notify']
    if (!item.fromMe && typeof given === 'string' && !names.has(canonical(item.from))) {
      names.set(canonical(item.from), readable(given, 80))
    }
  }
  return {
    canonical,
    nameOf(jid) {
      const known = canonical(jid)
      const user = known.split('@')[0] ?? ''
      if (known.endsWith('@g.us')) return `${group} ${readable(user.slice(-4))}`
      return names.get(known) ?? (/^\d+@s\.whatsapp\.net$/.test(known) ? formatNumber(user) : readable(known, 80))
    },
  }
}
