// @ts-check
import { element } from './element.js'
import { icon } from './icon.js'

/**
 * Everything on the page but this element cannot be reached while a sheet is open.
 * @param {HTMLElement} shown
 * @returns {() => void} gives it all back
 */
function shutOut(shown) {
  /** @type {HTMLElement[]} */
  const shut = []
  for (let inner = shown; inner.parentElement && inner !== document.body; inner = inner.parentElement) {
    for (const other of inner.parentElement.children) {
      if (other === inner || !(other instanceof HTMLElement) || other.inert || other.tagName === 'SCRIPT') continue
      other.inert = true
      shut.push(other)
    }
  }
  return () => {
    for (const other of shut) other.inert = false
  }
}

/** @param {HTMLElement} within */
const reachable = (within) =>
  [...within.querySelectorAll('button, input, select, textarea, [tabindex="0"]')].filter(
    (one) => one instanceof HTMLElement && !one.matches(':disabled'),
  )

/**
 * A dialog over the chat. It keeps the focus, and Escape closes it.
 * @param {HTMLElement} place where it is drawn: the last child of the screen
 * @param {object} given
 * @param {string} given.title
 * @param {string} given.closeLabel
 * @param {HTMLElement} given.content
 * @param {HTMLElement | null} [given.action] stands beside the title
 * @param {() => void} given.onClosed
 */
export function openSheet(place, { title, closeLabel, content, action = null, onClosed }) {
  const close = element('button', { class: 'round', attributes: { type: 'button', 'aria-label': closeLabel } })
  close.append(icon('close'))
  const heading = element('h2', { class: 'sheet-title', text: title, attributes: { id: 'sheet-title', dir: 'auto' } })
  const sheet = element(
    'section',
    { class: 'sheet', attributes: { role: 'dialog', 'aria-modal': 'true', 'aria-labelledby': 'sheet-title' } },
    element('header', { class: 'sheet-bar' }, close, heading, action),
    content,
  )
  const shade = element('div', { class: 'shade' }, sheet)
  place.replaceChildren(shade)
  const giveBack = shutOut(place)

  const end = () => {
    if (!shade.isConnected) return
    giveBack()
    shade.remove()
    onClosed()
  }
  close.addEventListener('click', end)
  shade.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      event.preventDefault()
      end()
    }
    if (event.key !== 'Tab') return
    const stops = reachable(sheet)
    const next = event.shiftKey ? stops.at(-1) : stops[0]
    const edge = event.shiftKey ? stops[0] : stops.at(-1)
    if (document.activeElement !== edge || !(next instanceof HTMLElement)) return
    event.preventDefault()
    next.focus()
  })
  const first = content.querySelector('input, select, textarea')
  if (first instanceof HTMLElement) first.focus({ preventScroll: true })
  else close.focus({ preventScroll: true })
  return { close: end }
}
