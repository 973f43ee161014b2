// @ts-check
import { gatherChats, keep } from './conversation.js'
import { readPhonebook } from './phonebook.js'

/** @typedef {import('./control.js').Item} Item */
/** @typedef {import('./control.js').Phone} Phone */
/** @typedef {import('./conversation.js').Chat} Chat */
/** @typedef {import('./conversation.js').Entry} Entry */

/**
 * Everything that one phone has received and sent, gathered into chats anew whenever something is new.
 * @param {readonly Phone[]} phones everyone in the sandbox
 * @param {string} group what to call a group
 */
export function createInbox(phones, group) {
  /** @type {Map<string, import('./conversation.js').Kept>} */
  const kept = new Map()
  let people = phones
  let book = readPhonebook(people, [], group)
  /** @type {Chat[]} */
  let chats = []

  function gather() {
    book = readPhonebook(people, kept.values(), group)
    chats = gatherChats(kept.values(), book)
  }

  return {
    /**
     * @param {readonly Item[]} items
     * @returns {boolean} whether anything is new
     */
    take(items) {
      const news = items.filter((item) => keep(kept, item, Date.now()))
      if (news.length > 0) gather()
      return news.length > 0
    },
    /** @param {readonly Phone[]} found */
    meet(found) {
      people = found
      gather()
    },
    clear() {
      kept.clear()
      gather()
    },
    chats: () => chats,
    /** @param {string} jid */
    chat: (jid) => chats.find((chat) => chat.jid === jid),
    /**
     * The chat that a message stands in.
     * @param {string} id
     * @returns {{ chat: Chat, entry: Entry } | null}
     */
    find(id) {
      for (const chat of chats) {
        const entry = chat.entries.find((one) => one.id === id)
        if (entry) return { chat, entry }
      }
      return null
    },
    /**
     * The JIDs of the people that this phone has no chat with.
     * @param {string} self its own number
     */
    strangers(self) {
      const others = people.filter((one) => one.phone !== self).map((one) => book.canonical(one.jid))
      return others.filter((jid) => !chats.some((chat) => chat.jid === jid))
    },
    /** @param {string} jid */
    nameOf: (jid) => book.nameOf(jid),
    /** @param {string} jid */
    canonical: (jid) => book.canonical(jid),
  }
}
