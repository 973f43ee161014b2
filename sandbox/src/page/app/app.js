// @ts-check
import { openChat } from './chat.js'
import { drawChatList } from './chat-list.js'
import { readMessages, readPresence, sendAnswer, sendRead, sendText } from './control.js'
import { gatherChats, keep } from './conversation.js'
import { follow } from './follow.js'
import { readForm } from './form.js'
import { openForm } from './form-sheet.js'
import { readPhonebook } from './phonebook.js'
import { openReadMarks } from './read-marks.js'

/** @typedef {import('./control.js').Phone} Phone */
/** @typedef {import('./conversation.js').Kept} Kept */
/** @typedef {import('./conversation.js').Entry} Entry */
/** @typedef {import('./conversation.js').Chat} Chat */
/** @typedef {import('./words-pt.js').Words} Words */

const TYPING_MS = 25_000

/**
 * One simulated phone on the screen, from the moment it is chosen until `leave`.
 * @param {object} given
 * @param {Phone} given.phone
 * @param {readonly Phone[]} given.phones
 * @param {string | null} given.openMessage the form that is opened as soon as it is there
 * @param {string | null} given.openChatWith JID of the chat to begin in
 * @param {HTMLElement} given.pane
 * @param {HTMLElement} given.sheet
 * @param {Words} given.words
 * @param {string} given.language
 * @param {ReturnType<typeof import('./developer.js').drawDeveloper>} given.developer
 * @param {(problem: string | null) => void} given.onLink
 */
export function usePhone({
  phone,
  phones,
  openMessage,
  openChatWith,
  pane,
  sheet,
  words,
  language,
  developer,
  onLink,
}) {
  const stop = new AbortController()
  const marks = openReadMarks(localStorage, phone.phone)
  /** @type {Map<string, Kept>} */
  const kept = new Map()
  /** @type {Map<string, Record<string, string>>} */
  const drafts = new Map()
  /** @type {Map<string, number>} */
  const typingUntil = new Map()
  let people = phones
  let book = readPhonebook(people, [])
  /** @type {Chat[]} */
  let chats = []
  /** @type {ReturnType<typeof openChat> | null} */
  let opened = null
  let waitingFor = openMessage

  /** @param {string} jid */
  const chatOf = (jid) => chats.find((chat) => chat.jid === jid)
  /** @param {string} jid */
  const doing = (jid) => ((typingUntil.get(jid) ?? 0) > Date.now() ? words.typing : '')

  /** @param {Chat} chat */
  function readIt(chat) {
    if (document.visibilityState !== 'visible') return
    const unread = marks.unread(chat)
    marks.markRead(chat)
    // A receipt that is lost costs two blue ticks, so nobody is told.
    for (const entry of unread.slice(-50)) sendRead(phone.phone, entry.id).catch(() => undefined)
  }

  function draw() {
    if (stop.signal.aborted) return
    if (!opened) {
      const met = new Set(chats.map((chat) => chat.jid))
      const contacts = people.filter((one) => one.phone !== phone.phone).map((one) => book.canonical(one.jid))
      drawChatList(pane, {
        chats,
        contacts: contacts.filter((jid) => !met.has(jid)),
        unreadIn: (chat) => marks.unread(chat).length,
        nameOf: book.nameOf,
        words,
        language,
        onChoose: choose,
      })
      return
    }
    const chat = chatOf(opened.jid)
    opened.show(chat, { nameOf: book.nameOf, doing: doing(opened.jid) })
    if (chat) readIt(chat)
    const said = (chat?.entries ?? []).map((entry) => entry.said).reverse()
    const form = said.find((one) => one.kind === 'form')
    const answer = said.find((one) => one.kind === 'answer')
    developer.showWire(form?.params, answer?.params)
  }

  /** @param {string} jid */
  function choose(jid) {
    opened = openChat(pane, jid, {
      words,
      language,
      nameOf: book.nameOf,
      doing: '',
      onOpen: fillIn,
      onBack() {
        opened = null
        draw()
        pane.querySelector('button')?.focus()
      },
      onSend: async (text) => {
        await sendText(phone.phone, { to: jid, text })
      },
    })
    draw()
    opened.focus()
  }

  /** @param {Entry} entry */
  function fillIn(entry) {
    if (entry.said.kind !== 'form') return
    const draft = drafts.get(entry.id) ?? {}
    drafts.set(entry.id, draft)
    openForm({
      place: sheet,
      form: readForm(entry.said.params),
      words,
      draft,
      onSubmit: async (values) => {
        await sendAnswer(phone.phone, { messageId: entry.id, values, body: words.sentBody, ...developer.choices() })
      },
      onClosed: () => opened?.focusForm(entry.id),
    })
  }

  function gather() {
    book = readPhonebook(people, kept.values())
    chats = gatherChats(kept.values(), book)
    const awaited = chats.find((chat) => chat.entries.some((entry) => entry.id === waitingFor))
    const entry = awaited?.entries.find((one) => one.id === waitingFor)
    if (awaited && entry) {
      waitingFor = null
      choose(awaited.jid)
      fillIn(entry)
      return
    }
    draw()
  }

  void follow({
    signal: stop.signal,
    read: (from) => readMessages(phone.phone, from),
    onPage(page) {
      const news = page.messages.filter((item) => keep(kept, item, Date.now()))
      if (news.length > 0) gather()
    },
    onReset() {
      kept.clear()
      gather()
    },
    onLink,
  })
  void follow({
    signal: stop.signal,
    read: (from) => readPresence(phone.phone, from),
    onPage(page) {
      for (const one of page.presence) {
        const jid = book.canonical(one.chat)
        typingUntil.set(jid, one.state === 'composing' ? Date.now() + TYPING_MS : 0)
      }
      if (opened) draw()
    },
    onReset: () => typingUntil.clear(),
    onLink: () => undefined,
  })
  document.addEventListener('visibilitychange', draw, { signal: stop.signal })
  if (openChatWith) choose(openChatWith)
  else draw()

  return {
    phone: phone.phone,
    leave: () => stop.abort(),
    /** The JID of the chat on the screen. */
    chat: () => opened?.jid ?? null,
    /** @param {readonly Phone[]} found everyone in the sandbox, now */
    meet(found) {
      people = found
      gather()
    },
    /**
     * Answers the latest form of the open chat with what no honest phone would send.
     * @param {string} paramsJson
     */
    async sendHostile(paramsJson) {
      const entries = (opened ? chatOf(opened.jid)?.entries : chats[0]?.entries) ?? []
      const form = entries.findLast((entry) => entry.said.kind === 'form' && !entry.fromMe)
      if (!form) return false
      await sendAnswer(phone.phone, { messageId: form.id, paramsJson, ...developer.choices() })
      return true
    },
  }
}
