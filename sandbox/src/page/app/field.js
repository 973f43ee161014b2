// @ts-check
import { complain, tidy } from './check.js'
import { element } from './element.js'

/** @typedef {import('./form.js').Field} Field */
/** @typedef {import('./words-pt.js').Words} Words */
/** @typedef {{ name: string, node: HTMLElement, value: () => string, fill: (value: string) => void, check: () => boolean, focus: () => void }} DrawnField */

const STATES = 'AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO'.split(' ')

/** @type {Partial<Record<import('./check.js').Kind, Record<string, string>>>} */
const KEYBOARDS = {
  phone: { type: 'tel', inputmode: 'tel' },
  email: { type: 'email', inputmode: 'email', spellcheck: 'false' },
  cep: { inputmode: 'numeric' },
}

/** @param {string} choose */
function drawStates(choose) {
  const select = element('select', {}, element('option', { text: choose, attributes: { value: '' } }))
  for (const state of STATES) select.append(element('option', { text: state, attributes: { value: state } }))
  return select
}

/**
 * @param {Field} field
 * @param {Words} words
 */
export function labelOf(field, words) {
  if (field.label !== undefined) return field.label || words.question
  return words[/** @type {keyof Words} */ (field.name)] ?? field.name
}

/**
 * One question of a form, with its label, its hint and its complaint tied to it. It complains when the person leaves it,
 * not while they type.
 * @param {Field} field
 * @param {Words} words
 * @param {string} [value] what was typed before
 * @returns {DrawnField}
 */
export function drawField(field, words, value = '') {
  const id = `field-${field.name}`
  const control =
    field.kind === 'state'
      ? drawStates(words.choose)
      : // The browser must not offer the person's own data: a sandbox is fed with invented ones.
        element('input', { attributes: { type: 'text', autocomplete: 'off', ...KEYBOARDS[field.kind] } })
  control.id = id
  control.name = field.name
  control.value = value
  if (field.required) control.setAttribute('aria-required', 'true')
  const label = element('label', { text: labelOf(field, words), attributes: { for: id, dir: 'auto' } })
  if (!field.required) label.append(element('span', { class: 'optional', text: ` (${words.optional})` }))
  const box = element('div', { class: 'box' }, label, control)
  const complaint = element('p', { class: 'complaint', attributes: { id: `${id}-complaint`, 'aria-live': 'polite' } })
  const node = element('div', { class: 'field' }, box)
  const described = [`${id}-complaint`]
  if (field.helper) {
    node.append(element('p', { class: 'helper', text: field.helper, attributes: { id: `${id}-helper`, dir: 'auto' } }))
    described.unshift(`${id}-helper`)
  }
  node.append(complaint)
  control.setAttribute('aria-describedby', described.join(' '))

  const check = () => {
    const wrong = complain(field.kind, control.value, field.required)
    complaint.textContent = wrong ? words[/** @type {const} */ (`wrong_${wrong}`)] : ''
    control.toggleAttribute('aria-invalid', wrong !== null)
    if (wrong) control.setAttribute('aria-invalid', 'true')
    node.classList.toggle('is-wrong', wrong !== null)
    return wrong === null
  }
  const leave = () => {
    control.value = tidy(field.kind, control.value)
    if (control.value !== '' || node.classList.contains('is-wrong')) check()
  }
  control.addEventListener('blur', leave)
  control.addEventListener('input', () => {
    if (node.classList.contains('is-wrong')) check()
  })
  return {
    name: field.name,
    node,
    value: () => tidy(field.kind, control.value),
    fill(given) {
      control.value = given
      leave()
    },
    check,
    focus: () => control.focus(),
  }
}
