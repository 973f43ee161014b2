// @ts-check
import { element } from './element.js'
import { icon } from './icon.js'

const COLOURS = 6

/**
 * The initial of a name on a colour that stays with the JID; a figure when there is only a number.
 * @param {string} jid
 * @param {string} name
 */
export function drawAvatar(jid, name) {
  let sum = 0
  for (const character of jid) sum = (sum * 31 + character.charCodeAt(0)) % 9973
  const avatar = element('span', { class: `avatar avatar-${sum % COLOURS}`, attributes: { 'aria-hidden': 'true' } })
  const initial = /\p{L}/u.exec(name)?.[0]
  if (jid.endsWith('@g.us')) avatar.append(icon('group'))
  else if (initial) avatar.append(initial.toLocaleUpperCase())
  else avatar.append(icon('person'))
  return avatar
}
