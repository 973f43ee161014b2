// @ts-check
import { readable } from './readable.js'

/** @typedef {import('./check.js').Kind} Kind */
/** @typedef {{ name: string, kind: Kind, required: boolean, label?: string, helper?: string }} Field */
/**
 * @typedef {{ kind: 'ready', screen: 'contact_details' | 'registration_offer', offer: { name: string, description: string } | null, fields: Field[], address: Field[], questions: Field[] }
 *   | { kind: 'custom', screen: string }
 *   | { kind: 'broken', missing: string[] }} Form
 */

/** Far more than a gateway sends (10): only a hostile sender gets here. */
const MOST_QUESTIONS = 40

/** @type {readonly { ask: string, name: string, kind: Kind }[]} */
const READY_FIELDS = [
  { ask: 'full_name_visible', name: 'full_name', kind: 'text' },
  { ask: 'phone_number_visible', name: 'phone_number', kind: 'phone' },
  { ask: 'email_visible', name: 'email', kind: 'email' },
  { ask: 'cpf_or_cnpj_visible', name: 'cpf_or_cnpj', kind: 'document' },
  { ask: 'citizenship_card_visible', name: 'citizenship_card', kind: 'card' },
]

/** @type {readonly Field[]} */
const BRAZILIAN_ADDRESS = [
  { name: 'cep', kind: 'cep', required: true },
  { name: 'state', kind: 'state', required: true },
  { name: 'city', kind: 'text', required: true },
  { name: 'neighborhood', kind: 'text', required: true },
  { name: 'street_and_number', kind: 'text', required: true },
  { name: 'complement', kind: 'text', required: false },
]

/**
 * @param {unknown} value
 * @returns {Record<string, unknown> | null}
 */
function asObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? /** @type {Record<string, unknown>} */ (value)
    : null
}

/** @param {string} text */
function parseObject(text) {
  try {
    return asObject(JSON.parse(text))
  } catch {
    return null
  }
}

/**
 * The component name of a custom question: its label in lower-case ASCII. How the phone derives it is not documented;
 * that it follows the label is what public captures suggest.
 * @param {string} label
 * @param {Set<string>} taken
 */
function nameOfQuestion(label, taken) {
  const plain = label.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const slug =
    plain
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '')
      .slice(0, 60) || 'custom_field'
  let name = slug
  for (let count = 2; taken.has(name); count += 1) name = `${slug}_${count}`
  taken.add(name)
  return name
}

/**
 * @param {unknown} given
 * @returns {Field[]}
 */
function readQuestions(given) {
  if (!Array.isArray(given)) return []
  const taken = new Set([...READY_FIELDS, ...BRAZILIAN_ADDRESS].map((field) => field.name))
  for (const reserved of ['flow_token', 'response_message', 'wa_flow_response_params', 'flow_message_version']) {
    taken.add(reserved)
  }
  return given.slice(0, MOST_QUESTIONS).flatMap((entry) => {
    const question = asObject(entry)
    if (!question) return []
    const label = readable(question['label'], 300)
    const helper = readable(question['helper_text'], 300)
    return [{ name: nameOfQuestion(label, taken), kind: /** @type {const} */ ('text'), required: false, label, helper }]
  })
}

/**
 * Which form the button opens. `broken` names what Android needs before it opens anything: `flow_id` in digits,
 * `flow_token` and `flow_cta`; `json` when the parameters are no JSON object.
 * @param {string} buttonParamsJson
 * @returns {Form}
 */
export function readForm(buttonParamsJson) {
  const params = parseObject(buttonParamsJson)
  if (!params) return { kind: 'broken', missing: ['json'] }
  const missing = ['flow_id', 'flow_token', 'flow_cta'].filter((key) => {
    const value = params[key]
    return typeof value !== 'string' || value === '' || (key === 'flow_id' && !/^\d+$/.test(value))
  })
  if (missing.length > 0) return { kind: 'broken', missing }
  const payload = asObject(params['flow_action_payload'])
  const screen = typeof payload?.['screen'] === 'string' ? payload['screen'] : ''
  const data = asObject(payload?.['data'])
  if (screen !== 'contact_details' || !data) return { kind: 'custom', screen: readable(screen, 100) }
  const offer = { name: readable(data['offer_name']), description: readable(data['offer_description']) }
  const hasOffer = offer.name !== '' || offer.description !== ''
  return {
    kind: 'ready',
    screen: hasOffer ? 'registration_offer' : 'contact_details',
    offer: hasOffer ? offer : null,
    fields: READY_FIELDS.filter((field) => data[field.ask] === true).map(({ name, kind }) => {
      return { name, kind, required: true }
    }),
    address: data['delivery_address_visible'] === true ? [...BRAZILIAN_ADDRESS] : [],
    questions: readQuestions(data['custom_fields']),
  }
}
