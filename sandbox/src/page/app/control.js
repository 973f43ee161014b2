// @ts-check

/** @typedef {{ phone: string, jid: string, lid: string, name?: string, headless?: boolean }} Phone */
/** @typedef {{ seq: number, id: string, chat: string, chatAlt?: string, from: string, message: unknown, stanza?: unknown, fromMe?: boolean, status?: string }} Item listed again, under a new `seq`, when its `status` moves on */
/** @typedef {{ seq: number, chat: string, from: string, state: string }} Presence */
/**
 * @typedef {object} Answer
 * @property {string} messageId
 * @property {Record<string, string>} [values]
 * @property {1 | 2 | 3} [shape]
 * @property {string} [paramsJson]
 * @property {false} [quote]
 * @property {'pn' | 'lid'} [from]
 * @property {'ephemeral' | 'documentWithCaption'} [wrap]
 * @property {string} [body]
 */

/** A call that the sandbox refused, or could not be reached for; `message` is its own sentence. */
export class ControlError extends Error {}

/**
 * In a sandboxed frame this page has no origin: the key in its address shows whose page it is.
 * @returns {Record<string, string>}
 */
function credentials() {
  const key = /^\/page\/([\w-]+)/.exec(location.pathname)?.[1]
  return key === undefined ? {} : { 'x-sandbox-key': key }
}

/**
 * @param {string} path
 * @param {{ method?: string, headers?: Record<string, string>, body?: string, signal?: AbortSignal }} init
 */
async function call(path, init) {
  const reply = await fetch(path, { ...init, headers: { ...init.headers, ...credentials() } })
  const body = await reply.json().catch(() => ({}))
  if (!reply.ok) throw new ControlError(typeof body.error === 'string' ? body.error : `HTTP ${reply.status}`)
  return body
}

/**
 * @param {string} phone
 * @param {string} verb
 */
const ofPhone = (phone, verb) => `/control/phones/${encodeURIComponent(phone)}/${verb}`

/**
 * @param {string} path
 * @param {object} body
 */
const post = (path, body) =>
  call(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

/** @returns {Promise<Phone[]>} */
export const listPhones = async () => (await call('/control/phones', {})).phones

/**
 * Waits up to `waitMs` milliseconds for what came after `after`.
 * @param {string} phone
 * @param {{ after: number, waitMs: number, signal: AbortSignal }} from
 * @returns {Promise<{ messages: Item[], seq: number }>}
 */
export const readMessages = (phone, { after, waitMs, signal }) =>
  call(`${ofPhone(phone, 'messages')}?after=${after}&waitMs=${waitMs}`, { signal })

/**
 * @param {string} phone
 * @param {{ after: number, waitMs: number, signal: AbortSignal }} from
 * @returns {Promise<{ presence: Presence[], seq: number }>}
 */
export const readPresence = (phone, { after, waitMs, signal }) =>
  call(`${ofPhone(phone, 'presence')}?after=${after}&waitMs=${waitMs}`, { signal })

/**
 * @param {string} phone
 * @param {Answer} answer
 */
export const sendAnswer = (phone, answer) => post(ofPhone(phone, 'answer'), answer)

/**
 * @param {string} phone
 * @param {{ to: string, text: string }} text
 */
export const sendText = (phone, text) => post(ofPhone(phone, 'text'), text)

/**
 * @param {string} phone
 * @param {string} messageId
 */
export const sendRead = (phone, messageId) => post(ofPhone(phone, 'receipt'), { messageId, type: 'read' })
