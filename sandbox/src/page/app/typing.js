// @ts-check

/** As long as WhatsApp shows it when no end is told. */
const LONGEST_MS = 25_000

/**
 * Who is writing now, by chat.
 * @param {() => void} onChange
 */
export function watchTyping(onChange) {
  /** @type {Map<string, ReturnType<typeof setTimeout>>} */
  const ends = new Map()

  /** @param {string} jid */
  function end(jid) {
    clearTimeout(ends.get(jid))
    if (ends.delete(jid)) onChange()
  }

  return {
    /**
     * @param {string} jid
     * @param {string} state as in the sandbox's presence list
     */
    note(jid, state) {
      clearTimeout(ends.get(jid))
      if (state !== 'composing') return end(jid)
      ends.set(
        jid,
        setTimeout(() => end(jid), LONGEST_MS),
      )
      onChange()
    },
    /** @param {string} jid */
    isOn: (jid) => ends.has(jid),
  }
}
