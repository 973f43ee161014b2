// @ts-check
import { objectOf, readMessage } from './message.js'

/** @typedef {import('./control.js').Item} Item */
/** @typedef {import('./message.js').Said} Said */
/** @typedef {import('./phonebook.js').Phonebook} Phonebook */
/** @typedef {Item & { order: number, seenAt: number, said: Said }} Kept what came, where it stands, when it was first seen (ms) */
/**
 * @typedef {object} Entry
 * @property {string} id
 * @property {number} order
 * @property {boolean} fromMe
 * @property {string} from canonical JID
 * @property {Date} at
 * @property {string} status
 * @property {Said} said
 * @property {boolean} hasBiz
 * @property {boolean} isAnswered
 */
/** @typedef {{ jid: string, isGroup: boolean, entries: Entry[], lastOrder: number }} Chat */

/** @param {Item} item */
const keyOf = (item) => `${item.fromMe ? 'me' : item.from}|${item.id}`

/**
 * Takes an item in. The same message again (its status moved on, or it was delivered twice) keeps its place.
 * @param {Map<string, Kept>} kept
 * @param {Item} item
 * @param {number} now milliseconds
 * @returns {boolean} whether anything is new
 */
export function keep(kept, item, now) {
  const before = kept.get(keyOf(item))
  if (before && before.status === item.status) return false
  kept.set(keyOf(item), {
    ...item,
    order: before?.order ?? item.seq,
    seenAt: before?.seenAt ?? now,
    said: before?.said ?? readMessage(item.message),
  })
  return true
}

/** @param {Kept} item */
function timeOf(item) {
  const seconds = Number(objectOf(objectOf(item.stanza)['attrs'])['t'])
  return new Date(Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : item.seenAt)
}

/** @param {Kept} item */
function hasBiz(item) {
  const children = objectOf(item.stanza)['content']
  return Array.isArray(children) && children.some((child) => objectOf(child)['tag'] === 'biz')
}

/**
 * A form is answered by a message of ours that quotes it, or that quotes nothing and carries its token.
 * @param {Kept} form
 * @param {readonly Said[]} answers
 */
function isAnsweredBy(form, answers) {
  if (form.said.kind !== 'form') return false
  const { token } = form.said
  return answers.some((answer) => {
    if (answer.kind !== 'answer') return false
    return answer.quotedId ? answer.quotedId === form.id : token !== '' && answer.token === token
  })
}

/**
 * The chats of a phone, the latest first; what a message says only to machines is left out.
 * @param {Iterable<Kept>} kept
 * @param {Phonebook} phonebook
 * @returns {Chat[]}
 */
export function gatherChats(kept, phonebook) {
  /** @type {Map<string, Kept[]>} */
  const byChat = new Map()
  for (const item of kept) {
    if (item.said.kind === 'silent') continue
    const jid = phonebook.canonical(item.chat)
    const items = byChat.get(jid)
    if (items) items.push(item)
    else byChat.set(jid, [item])
  }
  const chats = [...byChat].map(([jid, items]) => {
    items.sort((one, other) => one.order - other.order)
    const answers = items.filter((item) => item.fromMe && item.said.kind === 'answer').map((item) => item.said)
    const entries = items.map((item) => ({
      id: item.id,
      order: item.order,
      fromMe: item.fromMe === true,
      from: phonebook.canonical(item.from),
      at: timeOf(item),
      status: item.status ?? '',
      said: item.said,
      hasBiz: hasBiz(item),
      isAnswered: isAnsweredBy(item, answers),
    }))
    return { jid, isGroup: jid.endsWith('@g.us'), entries, lastOrder: entries.at(-1)?.order ?? 0 }
  })
  return chats.sort((one, other) => other.lastOrder - one.lastOrder)
}
