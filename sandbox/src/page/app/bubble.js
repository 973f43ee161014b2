// @ts-check
import { element } from './element.js'
import { icon } from './icon.js'

/** @typedef {import('./conversation.js').Entry} Entry */
/** @typedef {import('./words-pt.js').Words} Words */
/**
 * @typedef {object} BubbleContext
 * @property {Words} words
 * @property {string} language
 * @property {boolean} isGroup
 * @property {(jid: string) => string} nameOf
 * @property {(id: string) => string} textOf the words of another message of the chat, blank when it is not there
 * @property {(entry: Entry) => void} onOpen
 */

/** Longer texts are folded, as a phone folds them. */
const FOLD_AT = 900

/** @param {string} text */
function inWhatsAppStyle(text) {
  const marks = { '*': 'strong', _: 'em', '~': 's' }
  return text.split(/(\*[^*\n]+\*|\b_[^_\n]+_\b|~[^~\n]+~)/).map((part) => {
    const tag = part.length > 2 && part.at(0) === part.at(-1) ? marks[/** @type {'*'} */ (part[0])] : undefined
    return tag ? element(/** @type {'strong'} */ (tag), { text: part.slice(1, -1) }) : document.createTextNode(part)
  })
}

/**
 * @param {string} text
 * @param {Words} words
 */
function drawText(text, words) {
  const shown = element('p', { class: 'said', attributes: { dir: 'auto' } })
  if (text.length <= FOLD_AT) {
    shown.append(...inWhatsAppStyle(text))
    return [shown]
  }
  shown.append(...inWhatsAppStyle(`${text.slice(0, FOLD_AT).toWellFormed()}…`))
  const more = element('button', { class: 'more', text: words.more, attributes: { type: 'button' } })
  more.addEventListener('click', () => {
    shown.replaceChildren(...inWhatsAppStyle(text))
    more.remove()
  })
  return [shown, more]
}

/**
 * @param {Entry} entry
 * @param {BubbleContext} context
 */
function drawMeta(entry, { words, language }) {
  const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' }).format(entry.at)
  const meta = element('span', { class: 'meta' })
  meta.append(element('time', { text: clock, attributes: { datetime: entry.at.toISOString() } }))
  if (!entry.fromMe) return meta
  if (entry.status === 'read') meta.append(icon('ticks', words.read))
  else if (entry.status === 'delivered') meta.append(icon('ticks', words.delivered))
  else if (entry.status === 'sent') meta.append(icon('tick', words.sent))
  else meta.append(icon('clock', words.sending))
  meta.dataset['status'] = entry.status
  return meta
}

/**
 * @param {Entry} entry
 * @param {Extract<Entry['said'], { kind: 'form' }>} form
 * @param {BubbleContext} context
 */
function drawForm(entry, form, context) {
  const { words } = context
  const parts = [
    form.header ? element('p', { class: 'form-header', text: form.header, attributes: { dir: 'auto' } }) : null,
    ...drawText(form.body, words),
    form.footer ? element('p', { class: 'form-footer', text: form.footer, attributes: { dir: 'auto' } }) : null,
    drawMeta(entry, context),
  ]
  if (!form.isFlow) return [...parts, element('p', { class: 'note', text: words.notCompatible })]
  const button = element('button', {
    class: 'form-button',
    attributes: { type: 'button', 'data-open': entry.id, dir: 'auto' },
    onClick: () => context.onOpen(entry),
  })
  if (entry.isAnswered) {
    button.classList.add('is-answered')
    button.append(icon('answered'), element('span', { text: words.answered }))
    button.append(element('small', { text: words.again }))
  } else button.append(icon('form'), element('bdi', { text: form.cta || words.fill }))
  const hidden = !entry.fromMe && !entry.hasBiz
  return [...parts, hidden ? element('p', { class: 'note', text: words.noBiz }) : null, button]
}

/**
 * @param {Entry} entry
 * @param {Extract<Entry['said'], { kind: 'answer' }>} answer
 * @param {BubbleContext} context
 */
function drawAnswer(entry, answer, context) {
  const quoted = answer.quotedId ? context.textOf(answer.quotedId) : ''
  const block = element(
    'div',
    { class: 'quoted' },
    element('span', { class: 'quoted-what', text: context.words.answer }),
    quoted ? element('p', { text: quoted.slice(0, 160).toWellFormed(), attributes: { dir: 'auto' } }) : null,
  )
  const said = element('p', { class: 'said answer' }, icon('form'))
  said.append(element('bdi', { text: answer.text || context.words.sentBody }))
  return [block, said, drawMeta(entry, context)]
}

/**
 * One message, as a list item.
 * @param {Entry} entry
 * @param {BubbleContext} context
 */
export function drawBubble(entry, context) {
  const { said } = entry
  const bubble = element('div', { class: `bubble bubble-${said.kind}` })
  if (context.isGroup && !entry.fromMe) {
    bubble.append(element('bdi', { class: 'author', text: context.nameOf(entry.from) }))
  }
  if (said.kind === 'form') bubble.append(...drawForm(entry, said, context).filter((part) => part !== null))
  else if (said.kind === 'answer') bubble.append(...drawAnswer(entry, said, context))
  else if (said.kind === 'text') bubble.append(...drawText(said.text, context.words), drawMeta(entry, context))
  else {
    const name = said.kind === 'other' ? said.name : ''
    const text = `${context.words.unsupported} (${name})`
    bubble.append(element('p', { class: 'said unsupported', text }), drawMeta(entry, context))
  }
  return element('li', { class: entry.fromMe ? 'mine' : 'theirs', attributes: { 'data-id': entry.id } }, bubble)
}
