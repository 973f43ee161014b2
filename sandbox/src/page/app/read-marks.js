// @ts-check

/**
 * How far this browser has read each chat of a phone: kept for the next visit, forgotten when the sandbox began anew.
 * @param {Pick<Storage, 'getItem' | 'setItem'>} storage
 * @param {string} phone
 */
export function openReadMarks(storage, phone) {
  /** @param {string} jid */
  const key = (jid) => `formwire-sandbox read ${phone} ${jid}`
  /** @param {string} jid */
  const markOf = (jid) => Number(storage.getItem(key(jid))) || 0
  return {
    /**
     * The messages of others that were not read yet.
     * @param {import('./conversation.js').Chat} chat
     */
    unread(chat) {
      const mark = markOf(chat.jid) > chat.lastOrder ? 0 : markOf(chat.jid)
      return chat.entries.filter((entry) => !entry.fromMe && entry.order > mark)
    },
    /** @param {import('./conversation.js').Chat} chat */
    markRead(chat) {
      storage.setItem(key(chat.jid), String(chat.lastOrder))
    },
  }
}
