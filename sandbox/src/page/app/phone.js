// @ts-check
import { openChat } from './chat.js'
import { drawChatList } from './chat-list.js'
import { readMessages, readPresence, sendAnswer, sendRead, sendText } from './control.js'
import { follow } from './follow.js'
import { readForm } from './form.js'
import { openForm } from './form-sheet.js'
import { createInbox } from './inbox.js'
import { openReadMarks } from './read-marks.js'
import { watchTyping } from './typing.js'

/** @typedef {import('./control.js').Phone} Phone */
/** @typedef {import('./conversation.js').Entry} Entry */
/** @typedef {import('./conversation.js').Chat} Chat */
/**
 * @typedef {object} InHand
 * @property {Phone} phone
 * @property {readonly Phone[]} phones everyone in the sandbox
 * @property {string | null} openMessage the form that is opened as soon as it is there
 * @property {string | null} openChatWith JID of the chat to begin in
 * @property {Pick<Storage, 'getItem' | 'setItem'>} memory
 * @property {HTMLElement} pane
 * @property {HTMLElement} sheet
 * @property {import('./words-pt.js').Words} words
 * @property {string} language
 * @property {ReturnType<typeof import('./developer.js').drawDeveloper>} developer
 * @property {(problem: string | null) => void} onLink
 */

/** Older ones of a long unread chat are read with the newest: that is how WhatsApp counts, too. */
const MOST_RECEIPTS = 50

/**
 * One simulated phone on the screen, from the moment it is chosen until `leave`.
 * @param {InHand} given
 */
export function usePhone({ phone, phones, openMessage, openChatWith, memory, pane, sheet, words, language, ...given }) {
  const { developer, onLink } = given
  const stop = new AbortController()
  const { signal } = stop
  const inbox = createInbox(phones, words.group)
  const marks = openReadMarks(memory, phone.phone)
  const typing = watchTyping(() => opened && draw())
  /** @type {Map<string, Record<string, string>>} */
  const drafts = new Map()
  /** @type {ReturnType<typeof openChat> | null} */
  let opened = null
  /** @type {{ close: () => void } | null} */
  let filling = null
  let awaited = openMessage

  /** @param {Chat} chat */
  function readIt(chat) {
    if (document.visibilityState !== 'visible') return
    const unread = marks.unread(chat).slice(-MOST_RECEIPTS)
    marks.markRead(chat)
    // A receipt that is lost costs two blue ticks, so nobody is told.
    for (const entry of unread) sendRead(phone.phone, entry.id).catch(() => undefined)
  }

  /** The messages that the developer's drawer is about. */
  const atHand = () => (opened ? inbox.chat(opened.jid) : inbox.chats()[0])?.entries ?? []

  function draw() {
    if (signal.aborted) return
    developer.showWire(atHand())
    if (opened) {
      const chat = inbox.chat(opened.jid)
      opened.show(chat, { nameOf: inbox.nameOf, doing: typing.isOn(opened.jid) ? words.typing : '' })
      if (chat) readIt(chat)
      return
    }
    drawChatList(pane, {
      chats: inbox.chats(),
      contacts: inbox.strangers(phone.phone),
      unreadIn: (chat) => marks.unread(chat).length,
      nameOf: inbox.nameOf,
      words,
      language,
      onChoose: choose,
    })
  }

  /** @param {string} jid */
  function choose(jid) {
    opened = openChat(pane, jid, {
      words,
      language,
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
    filling = openForm({
      place: sheet,
      form: readForm(entry.said.params),
      words,
      draft,
      onSubmit: async (values) => {
        await sendAnswer(phone.phone, { messageId: entry.id, values, body: words.sentBody, ...developer.choices() })
      },
      onClosed() {
        filling = null
        opened?.focusForm(entry.id)
      },
    })
  }

  function drawNews() {
    const found = awaited === null ? null : inbox.find(awaited)
    if (!found) return draw()
    awaited = null
    choose(found.chat.jid)
    fillIn(found.entry)
  }

  void follow({
    signal,
    read: (from) => readMessages(phone.phone, from),
    onPage: (page) => inbox.take(page.messages) && drawNews(),
    onReset() {
      inbox.clear()
      draw()
    },
    onLink,
  })
  let isPast = true
  void follow({
    signal,
    read: (from) => readPresence(phone.phone, from),
    onPage(page) {
      // What was there before us is not happening now.
      if (!isPast) for (const one of page.presence) typing.note(inbox.canonical(one.chat), one.state)
      isPast = false
    },
    onReset: () => undefined,
    onLink: () => undefined,
  })
  document.addEventListener('visibilitychange', draw, { signal })
  if (openChatWith) choose(openChatWith)
  else draw()

  return {
    phone: phone.phone,
    leave() {
      filling?.close()
      stop.abort()
    },
    /** The JID of the chat on the screen. */
    chat: () => opened?.jid ?? null,
    /** @param {readonly Phone[]} found everyone in the sandbox, now */
    meet(found) {
      inbox.meet(found)
      draw()
    },
    /**
     * Answers the latest form of the open chat with what no honest phone would send.
     * @param {string} paramsJson
     * @returns {Promise<boolean>} whether there was a form
     */
    async sendHostile(paramsJson) {
      const form = atHand().findLast((entry) => entry.said.kind === 'form' && !entry.fromMe)
      if (!form) return false
      await sendAnswer(phone.phone, { messageId: form.id, paramsJson, body: words.sentBody, ...developer.choices() })
      return true
    },
  }
}
