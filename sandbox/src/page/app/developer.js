// @ts-check
import { element } from './element.js'
import { HOSTILE } from './hostile.js'
import { readable } from './readable.js'

/** @typedef {import('./words-pt.js').Words} Words */
/** @typedef {{ shape: 1 | 2 | 3, quote?: false, from?: 'pn' | 'lid', wrap?: 'ephemeral' | 'documentWithCaption' }} Choices */

/**
 * @param {string} id
 * @param {string} label
 * @param {readonly (readonly [string, string])[]} options value and words
 */
function drawSelect(id, label, options) {
  const select = element('select', { attributes: { id } })
  for (const [value, text] of options) select.append(element('option', { text, attributes: { value } }))
  const node = element('div', { class: 'choice' }, element('label', { text: label, attributes: { for: id } }), select)
  return { node, select }
}

/** @param {string} json */
function pretty(json) {
  if (json.length > 20_000) return readable(json, 2000)
  try {
    return readable(JSON.stringify(JSON.parse(json), null, 2), 6000)
  } catch {
    return readable(json, 2000)
  }
}

/**
 * The drawer for whoever tests a gateway: how answers are sent, and what really went over the wire.
 * @param {HTMLElement} drawer
 * @param {object} given
 * @param {Words} given.words
 * @param {(paramsJson: string) => Promise<boolean>} given.onHostile says whether there was a form to answer
 */
export function drawDeveloper(drawer, { words, onHostile }) {
  const shape = drawSelect('shape', words.shape, [
    ['1', words.shape1],
    ['2', words.shape2],
    ['3', words.shape3],
  ])
  const from = drawSelect('from', words.addressing, [
    ['', words.asChat],
    ['pn', words.pn],
    ['lid', words.lid],
  ])
  const wrap = drawSelect('wrap', words.wrap, [
    ['', words.wrapNone],
    ['ephemeral', 'ephemeral'],
    ['documentWithCaption', 'documentWithCaption'],
  ])
  const quote = element('input', { attributes: { type: 'checkbox', id: 'quote' } })
  quote.checked = true
  const quoteLabel = element('label', { text: words.quote, attributes: { for: 'quote' } })
  const hostile = drawSelect(
    'hostile',
    words.hostile,
    Object.keys(HOSTILE).map((name) => [name, words[/** @type {'hostile_deep'} */ (`hostile_${name}`)]]),
  )
  const outcome = element('p', { class: 'outcome', attributes: { role: 'status' } })
  const send = element('button', { class: 'quiet', text: words.hostileSend, attributes: { type: 'button' } })
  send.addEventListener('click', async () => {
    send.disabled = true
    outcome.textContent = ''
    try {
      const wasSent = await onHostile(HOSTILE[/** @type {keyof typeof HOSTILE} */ (hostile.select.value)]())
      outcome.textContent = wasSent ? words.hostileSent : words.hostileNone
    } catch (error) {
      outcome.textContent = `${words.failed} ${error instanceof Error ? error.message : ''}`
    }
    send.disabled = false
  })
  const formOnWire = element('pre', {
    text: words.wireNone,
    attributes: { tabindex: '0', 'aria-label': words.wireForm },
  })
  const answerOnWire = element('pre', { text: words.wireNone, attributes: { tabindex: '0' } })
  answerOnWire.setAttribute('aria-label', words.wireAnswer)
  drawer.replaceChildren(
    shape.node,
    from.node,
    wrap.node,
    element('div', { class: 'choice choice-check' }, quote, quoteLabel),
    hostile.node,
    send,
    outcome,
    element('h3', { text: words.wire }),
    element('h4', { text: words.wireForm }),
    formOnWire,
    element('h4', { text: words.wireAnswer }),
    answerOnWire,
  )
  return {
    /** @returns {Choices} */
    choices: () => ({
      shape: shape.select.value === '2' ? 2 : shape.select.value === '3' ? 3 : 1,
      ...(quote.checked ? {} : { quote: false }),
      ...(from.select.value === '' ? {} : { from: from.select.value === 'lid' ? 'lid' : 'pn' }),
      ...(wrap.select.value === ''
        ? {}
        : { wrap: wrap.select.value === 'ephemeral' ? 'ephemeral' : 'documentWithCaption' }),
    }),
    /**
     * What the latest form and the latest answer of a chat carried.
     * @param {readonly import('./conversation.js').Entry[]} entries
     */
    showWire(entries) {
      /** @param {'form' | 'answer'} kind */
      const latest = (kind) => {
        const said = entries.findLast((entry) => entry.said.kind === kind)?.said
        return said && 'params' in said ? pretty(said.params) : words.wireNone
      }
      formOnWire.textContent = latest('form')
      answerOnWire.textContent = latest('answer')
    },
  }
}
