// @ts-check
import { drawAvatar } from './avatar.js'
import { element } from './element.js'

/** @typedef {import('./conversation.js').Chat} Chat */
/** @typedef {import('./conversation.js').Entry} Entry */
/** @typedef {import('./words-pt.js').Words} Words */

/**
 * The words of a message on one line.
 * @param {Entry | undefined} entry
 * @param {Words} words
 */
export function previewOf(entry, words) {
  if (!entry) return ''
  const { said } = entry
  if (said.kind === 'text') return said.text
  if (said.kind === 'form') return said.header || said.body || words.formMessage
  if (said.kind === 'answer') return said.text || words.sentBody
  return words.unsupported
}

/**
 * @param {object} row
 * @param {string} row.jid
 * @param {string} row.name
 * @param {string} row.preview
 * @param {string} [row.time]
 * @param {number} [row.unread]
 * @param {Words} words
 * @param {(jid: string) => void} onChoose
 */
function drawRow({ jid, name, preview, time = '', unread = 0 }, words, onChoose) {
  const count = element('span', { class: 'unread', text: unread > 99 ? '99+' : String(unread) })
  count.append(element('span', { class: 'unseen', text: ` ${words.unread}` }))
  const lines = element(
    'span',
    { class: 'row-lines' },
    element('span', { class: 'row-line' }, element('bdi', { class: 'row-name', text: name })),
    element('span', { class: 'row-line' }, element('bdi', { class: 'row-preview', text: preview.slice(0, 120) })),
  )
  lines.firstElementChild?.append(element('time', { class: 'row-time', text: time }))
  if (unread > 0) lines.lastElementChild?.append(count)
  const button = element('button', {
    class: 'row',
    attributes: { type: 'button', 'data-chat': jid },
    onClick: () => onChoose(jid),
  })
  button.append(drawAvatar(jid, name), lines)
  return element('li', {}, button)
}

/**
 * The chats of the phone, and the people of the sandbox that it has not written with.
 * @param {HTMLElement} pane
 * @param {object} given
 * @param {readonly Chat[]} given.chats
 * @param {readonly string[]} given.contacts JIDs
 * @param {(chat: Chat) => number} given.unreadIn
 * @param {(jid: string) => string} given.nameOf
 * @param {Words} given.words
 * @param {string} given.language
 * @param {(jid: string) => void} given.onChoose
 */
export function drawChatList(pane, { chats, contacts, unreadIn, nameOf, words, language, onChoose }) {
  const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset['chat'] : undefined
  const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' })
  const list = element('ul', { class: 'rows', attributes: { 'aria-label': words.chats } })
  for (const chat of chats) {
    const last = chat.entries.at(-1)
    const time = last ? clock.format(last.at) : ''
    const row = { jid: chat.jid, name: nameOf(chat.jid), preview: previewOf(last, words), time, unread: unreadIn(chat) }
    list.append(drawRow(row, words, onChoose))
  }
  const people = element('ul', { class: 'rows', attributes: { 'aria-label': words.contacts } })
  for (const jid of contacts) {
    people.append(drawRow({ jid, name: nameOf(jid), preview: jid.split('@')[0] ?? '' }, words, onChoose))
  }
  const scroll = element('div', { class: 'scroll' })
  scroll.append(chats.length > 0 ? list : element('p', { class: 'empty', text: words.noChats }))
  if (contacts.length > 0) scroll.append(element('h3', { class: 'rows-title', text: words.contacts }), people)
  const title = element('header', { class: 'bar bar-list' }, element('h2', { text: words.chats }))
  pane.replaceChildren(title, scroll)
  for (const row of pane.querySelectorAll('button')) if (focused && row.dataset['chat'] === focused) row.focus()
}
