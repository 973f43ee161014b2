// @ts-check
import { readable } from './readable.js'

/**
 * @typedef {{ kind: 'text', text: string }
 *   | { kind: 'form', header: string, body: string, footer: string, cta: string, token: string, params: string, isFlow: boolean }
 *   | { kind: 'answer', text: string, quotedId: string, token: string, params: string }
 *   | { kind: 'other', name: string }
 *   | { kind: 'silent' }} Said
 */

const WRAPPERS = [
  'ephemeralMessage',
  'documentWithCaptionMessage',
  'viewOnceMessage',
  'viewOnceMessageV2',
  'deviceSentMessage',
  'editedMessage',
]

/** Parts that carry keys, not words: no bubble is drawn for them. */
const SILENT = new Set(['messageContextInfo', 'senderKeyDistributionMessage', 'protocolMessage', 'reactionMessage'])

/**
 * @param {unknown} value
 * @returns {Record<string, unknown>}
 */
export function objectOf(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? /** @type {Record<string, unknown>} */ (value)
    : {}
}

/** @param {unknown} value */
const stringOf = (value) => (typeof value === 'string' ? value : '')

/**
 * @param {unknown} json
 * @param {string} key
 */
function stringInside(json, key) {
  try {
    return stringOf(objectOf(JSON.parse(stringOf(json)))[key])
  } catch {
    return ''
  }
}

/**
 * Takes a message out of what it is wrapped in; five wrappings are more than any phone makes.
 * @param {unknown} message
 */
function unwrap(message) {
  let inner = objectOf(message)
  for (let depth = 0; depth < 5; depth += 1) {
    const wrapper = WRAPPERS.find((name) => inner[name])
    if (!wrapper) return inner
    inner = objectOf(objectOf(inner[wrapper])['message'])
  }
  return inner
}

/**
 * @param {Record<string, unknown>} interactive
 * @returns {Said}
 */
function readInteractive(interactive) {
  const flow = objectOf(interactive['nativeFlowMessage'])
  const buttons = Array.isArray(flow['buttons']) ? flow['buttons'] : []
  const button = objectOf(buttons[0])
  const params = stringOf(button['buttonParamsJson'])
  return {
    kind: 'form',
    header: readable(objectOf(interactive['header'])['title'], 300),
    body: readable(objectOf(interactive['body'])['text']),
    footer: readable(objectOf(interactive['footer'])['text'], 300),
    cta: readable(stringInside(params, 'flow_cta'), 100),
    token: stringInside(params, 'flow_token'),
    params,
    // A phone opens the form only from one button of this name in a message of this version; others ask for an update.
    isFlow: buttons.length === 1 && button['name'] === 'galaxy_message' && Number(flow['messageVersion']) === 3,
  }
}

/**
 * @param {Record<string, unknown>} response
 * @returns {Said}
 */
function readResponse(response) {
  const flow = objectOf(response['nativeFlowResponseMessage'])
  const params = stringOf(flow['paramsJson'])
  return {
    kind: 'answer',
    text: readable(objectOf(response['body'])['text'], 300),
    quotedId: stringOf(objectOf(response['contextInfo'])['stanzaId']),
    token: params.length > 262_144 ? '' : stringInside(params, 'flow_token'),
    params,
  }
}

/**
 * What a message (WhatsApp's protobuf as JSON) says to the person in front of the phone.
 * @param {unknown} message
 * @returns {Said}
 */
export function readMessage(message) {
  const inner = unwrap(message)
  if (typeof inner['conversation'] === 'string') return { kind: 'text', text: readable(inner['conversation'], 65_536) }
  const extended = objectOf(inner['extendedTextMessage'])['text']
  if (typeof extended === 'string') return { kind: 'text', text: readable(extended, 65_536) }
  if (inner['interactiveMessage']) return readInteractive(objectOf(inner['interactiveMessage']))
  if (inner['interactiveResponseMessage']) return readResponse(objectOf(inner['interactiveResponseMessage']))
  const name = Object.keys(inner).find((key) => !SILENT.has(key) && inner[key] !== null)
  return name === undefined ? { kind: 'silent' } : { kind: 'other', name: readable(name, 60) }
}
