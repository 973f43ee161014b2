// @ts-check
import { drawAvatar } from './avatar.js'
import { drawBubble } from './bubble.js'
import { element } from './element.js'
import { icon } from './icon.js'

/** @typedef {import('./conversation.js').Chat} Chat */
/** @typedef {import('./conversation.js').Entry} Entry */
/** @typedef {import('./words-pt.js').Words} Words */
/**
 * @typedef {object} ChatContext
 * @property {Words} words
 * @property {string} language
 * @property {(entry: Entry) => void} onOpen
 * @property {() => void} onBack
 * @property {(text: string) => Promise<void>} onSend fails with a sentence
 */

/**
 * @param {Date} day
 * @param {Words} words
 * @param {string} language
 */
function nameOfDay(day, words, language) {
  const today = new Date()
  if (day.toDateString() === today.toDateString()) return words.today
  today.setDate(today.getDate() - 1)
  if (day.toDateString() === today.toDateString()) return words.yesterday
  return new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(day)
}

/**
 * The line to write on. Return sends, Shift+Return begins a new line.
 * @param {Words} words
 * @param {(text: string) => Promise<void>} onSend
 */
function drawComposer(words, onSend) {
  const input = element('textarea', { attributes: { rows: '1', 'aria-label': words.write, placeholder: words.write } })
  const button = element('button', { class: 'round', attributes: { type: 'submit', 'aria-label': words.send } })
  button.append(icon('send'))
  const problem = element('p', { class: 'problem', attributes: { role: 'alert' } })
  const composer = element('form', { class: 'composer' }, input, button, problem)
  composer.addEventListener('submit', async (event) => {
    event.preventDefault()
    const text = input.value.trim()
    if (text === '' || button.disabled) return
    button.disabled = true
    problem.textContent = ''
    try {
      await onSend(text)
      input.value = ''
    } catch (error) {
      problem.textContent = `${words.failed} ${error instanceof Error ? error.message : ''}`
    }
    button.disabled = false
    input.focus()
  })
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    composer.requestSubmit()
  })
  return composer
}

/**
 * An open chat. `show` draws only what changed, so that the place one reads at, the selection and the focus stay.
 * @param {HTMLElement} pane
 * @param {string} jid
 * @param {ChatContext} context
 */
export function openChat(pane, jid, context) {
  const { words, language } = context
  const title = element('bdi', { class: 'bar-name' })
  const under = element('span', { class: 'bar-under' })
  const back = element('button', { class: 'round', attributes: { type: 'button', 'aria-label': words.back } })
  back.addEventListener('click', context.onBack)
  back.append(icon('back'))
  const face = element('span')
  const who = element('h2', { class: 'bar-who' }, title, under)
  const log = element('ol', { class: 'log', attributes: { role: 'log', 'aria-live': 'polite', tabindex: '0' } })
  const scroll = element('div', { class: 'scroll wall' }, log)
  pane.replaceChildren(
    element('header', { class: 'bar' }, back, face, who),
    scroll,
    drawComposer(words, context.onSend),
  )
  /** @type {Map<string, { drawnFrom: string, item: HTMLElement }>} */
  const drawn = new Map()

  /**
   * @param {readonly Entry[]} entries
   * @param {import('./bubble.js').BubbleContext} around
   */
  function drawEntries(entries, around) {
    let day = ''
    let place = log.firstElementChild
    /** @param {string} key @param {string} drawnFrom @param {() => HTMLElement} draw */
    const put = (key, drawnFrom, draw) => {
      const before = drawn.get(key)
      if (before && before.drawnFrom === drawnFrom && before.item === place) {
        place = place.nextElementSibling
        return
      }
      const item = before?.drawnFrom === drawnFrom ? before.item : draw()
      if (before && before.item !== item) {
        if (before.item === place) place = place.nextElementSibling
        before.item.remove()
      }
      log.insertBefore(item, place)
      drawn.set(key, { drawnFrom, item })
    }
    for (const entry of entries) {
      const dayOfEntry = nameOfDay(entry.at, words, language)
      if (dayOfEntry !== day) {
        day = dayOfEntry
        put(`day ${day}`, day, () => element('li', { class: 'day' }, element('span', { text: dayOfEntry })))
      }
      const looks = [entry.status, entry.isAnswered, entry.hasBiz, around.isGroup && around.nameOf(entry.from)]
      put(`${entry.fromMe} ${entry.from} ${entry.id}`, JSON.stringify(looks), () => drawBubble(entry, around))
    }
  }

  return {
    jid,
    /**
     * @param {Chat | undefined} chat
     * @param {object} now
     * @param {(jid: string) => string} now.nameOf
     * @param {string} now.doing what the other side does ("typing…"), or blank
     */
    show(chat, { nameOf, doing }) {
      const isAtEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80
      const name = nameOf(jid)
      if (title.textContent !== name) face.replaceChildren(drawAvatar(jid, name))
      title.textContent = name
      log.setAttribute('aria-label', name)
      under.textContent = doing || (jid.endsWith('@g.us') ? words.group : words.simulated)
      under.classList.toggle('is-doing', doing !== '')
      const entries = chat?.entries ?? []
      const texts = new Map(entries.map((entry) => [entry.id, entry.said]))
      drawEntries(entries, {
        words,
        language,
        isGroup: jid.endsWith('@g.us'),
        nameOf,
        onOpen: context.onOpen,
        textOf(id) {
          const said = texts.get(id)
          return said?.kind === 'form' ? said.body : ''
        },
      })
      if (isAtEnd) scroll.scrollTop = scroll.scrollHeight
    },
    /**
     * Gives the focus back to the button that opened a form.
     * @param {string} id
     */
    focusForm(id) {
      const buttons = [...log.querySelectorAll('button')]
      buttons.find((button) => button.dataset['open'] === id)?.focus({ preventScroll: true })
    },
    focus() {
      pane.querySelector('textarea')?.focus({ preventScroll: true })
    },
  }
}
