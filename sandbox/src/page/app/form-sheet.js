// @ts-check
import { element } from './element.js'
import { EXAMPLE } from './example.js'
import { drawField } from './field.js'
import { openSheet } from './sheet.js'

/** @typedef {import('./form.js').Form} Form */
/** @typedef {import('./form.js').Field} Field */
/** @typedef {import('./field.js').DrawnField} DrawnField */
/** @typedef {import('./words-pt.js').Words} Words */
/** @typedef {Record<string, string>} Values */
/**
 * @typedef {object} FormSheet
 * @property {HTMLElement} place
 * @property {Form} form
 * @property {Words} words
 * @property {Values} draft what was typed when the form was last closed; kept up to date
 * @property {(values: Values) => Promise<void>} onSubmit fails with a sentence
 * @property {() => void} onClosed
 */

/** @param {Words} words */
function drawFooter(words, label = words.submit) {
  const problem = element('p', { class: 'problem', attributes: { role: 'alert' } })
  const button = element('button', { class: 'submit', text: label, attributes: { type: 'submit' } })
  const managed = element('p', { class: 'managed', text: words.managed })
  return { node: element('footer', { class: 'sheet-end' }, problem, button, managed), button, problem, label }
}

/**
 * Sends once, says so while it does, and keeps what was typed when it fails.
 * @param {ReturnType<typeof drawFooter>} footer
 * @param {Words} words
 * @param {() => Promise<void>} send
 */
async function submit({ button, problem, label }, words, send) {
  if (button.disabled) return
  button.disabled = true
  button.textContent = words.submitting
  problem.textContent = ''
  try {
    await send()
  } catch (error) {
    problem.textContent = `${words.failed} ${error instanceof Error ? error.message : ''}`
  }
  button.disabled = false
  button.textContent = label
}

/**
 * @param {Extract<Form, { kind: 'ready' }>} form
 * @param {FormSheet} given
 */
function openReady(form, { place, words, draft, onSubmit, onClosed }) {
  /** @type {DrawnField[]} */
  const drawn = []
  /** @param {readonly Field[]} fields */
  const draw = (fields) =>
    fields.map((field) => {
      const one = drawField(field, words, draft[field.name])
      drawn.push(one)
      return one.node
    })
  /** @param {readonly Field[]} fields @param {string} legend */
  const group = (fields, legend) =>
    fields.length > 0 ? element('fieldset', {}, element('legend', { text: legend }), ...draw(fields)) : null

  const body = element('div', { class: 'sheet-body' })
  if (form.offer) {
    const offer = element('div', { class: 'offer' })
    if (form.offer.name) offer.append(element('h3', { text: form.offer.name, attributes: { dir: 'auto' } }))
    if (form.offer.description)
      offer.append(element('p', { text: form.offer.description, attributes: { dir: 'auto' } }))
    body.append(offer)
  }
  body.append(...draw(form.fields))
  for (const part of [group(form.address, words.address), group(form.questions, words.questions)]) {
    if (part) body.append(part)
  }
  const footer = drawFooter(words, drawn.length > 0 ? words.submit : words.confirm)
  const content = element('form', { attributes: { novalidate: '', autocomplete: 'off' } }, body, footer.node)
  const example = element('button', {
    class: 'example',
    text: words.example,
    attributes: { type: 'button', title: words.exampleHint },
    onClick: () => {
      for (const field of drawn) field.fill(EXAMPLE[field.name] ?? words.example)
      footer.problem.textContent = ''
    },
  })
  const sheet = openSheet(place, {
    title: form.screen === 'registration_offer' ? words.offerForm : words.contactForm,
    closeLabel: words.close,
    content,
    action: drawn.length > 0 ? example : null,
    onClosed() {
      for (const field of drawn) draft[field.name] = field.value()
      onClosed()
    },
  })
  content.addEventListener('input', () => {
    footer.problem.textContent = ''
  })
  content.addEventListener('submit', (event) => {
    event.preventDefault()
    const wrong = drawn.filter((field) => !field.check())
    if (wrong.length > 0) {
      footer.problem.textContent = words.wrongSome
      wrong[0]?.focus()
      return
    }
    const filled = drawn.map((field) => /** @type {const} */ ([field.name, field.value()]))
    void submit(footer, words, async () => {
      await onSubmit(Object.fromEntries(filled.filter(([, value]) => value !== '')))
      sheet.close()
    })
  })
  return sheet
}

/**
 * A form of the caller's own is drawn by Meta's servers, which are not here: the person writes keys and values.
 * @param {string} screen
 * @param {FormSheet} given
 */
function openCustom(screen, { place, words, draft, onSubmit, onClosed }) {
  const rows = element('div', { class: 'pairs' })
  const addRow = (key = '', value = '') => {
    const name = element('input', { attributes: { type: 'text', autocomplete: 'off', 'aria-label': words.key } })
    const text = element('input', { attributes: { type: 'text', autocomplete: 'off', 'aria-label': words.value } })
    name.placeholder = words.key
    text.placeholder = words.value
    name.value = key
    text.value = value
    const remove = element('button', { class: 'round', text: '×', attributes: { type: 'button' } })
    remove.setAttribute('aria-label', words.removeRow)
    const row = element('div', { class: 'pair' }, name, text, remove)
    remove.addEventListener('click', () => row.remove())
    rows.append(row)
    return name
  }
  const typed = Object.entries(draft)
  for (const [key, value] of typed.length > 0 ? typed : [['screen_0_TextInput_0', '']]) addRow(key, value)
  const read = () => {
    const pairs = [...rows.children].map((row) => [...row.querySelectorAll('input')].map((input) => input.value))
    return Object.fromEntries(pairs.filter(([key]) => key).map(([key = '', value = '']) => [key, value]))
  }
  const add = element('button', { class: 'quiet', text: words.addRow, attributes: { type: 'button' } })
  add.addEventListener('click', () => addRow().focus())
  const footer = drawFooter(words)
  const body = element('div', { class: 'sheet-body' }, element('p', { class: 'explained', text: words.customIntro }))
  if (screen) body.append(element('p', { class: 'explained' }, element('code', { text: screen })))
  body.append(rows, add)
  const content = element('form', { attributes: { autocomplete: 'off' } }, body, footer.node)
  const sheet = openSheet(place, {
    title: words.customForm,
    closeLabel: words.close,
    content,
    onClosed() {
      for (const key of Object.keys(draft)) delete draft[key]
      Object.assign(draft, read())
      onClosed()
    },
  })
  content.addEventListener('submit', (event) => {
    event.preventDefault()
    void submit(footer, words, async () => {
      await onSubmit(read())
      sheet.close()
    })
  })
  return sheet
}

/**
 * Opens a form over the chat, as the phone would; what it gives closes it from outside.
 * @param {FormSheet} given
 */
export function openForm(given) {
  const { form, words } = given
  switch (form.kind) {
    case 'ready':
      return openReady(form, given)
    case 'custom':
      return openCustom(form.screen, given)
    case 'broken': {
      const list = element('ul', { class: 'missing' })
      for (const key of form.missing) list.append(element('li', { text: key === 'json' ? words.json : key }))
      const content = element(
        'div',
        { class: 'sheet-body' },
        element('p', { class: 'explained', text: words.cannotOpenWhy }),
        list,
      )
      return openSheet(given.place, {
        title: words.cannotOpen,
        closeLabel: words.close,
        content,
        onClosed: given.onClosed,
      })
    }
  }
}
