// @ts-check

/**
 * Text of a stranger, made fit for the screen: control characters are written as in a terminal (`^@` for NUL), halves of
 * a surrogate pair become U+FFFD, and no more than `limit` UTF-16 units are kept. Direction marks stay: the style sheet
 * isolates every such text, so that they end with it.
 * @param {unknown} text
 * @param {number} [limit]
 */
export function readable(text, limit = 4096) {
  if (typeof text !== 'string') return ''
  const cut = text.length > limit ? `${text.slice(0, limit)}…` : text
  return cut
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f]/g, (sign) => `^${String.fromCharCode(64 + sign.charCodeAt(0))}`)
    .replace(/[\u007f-\u009f]/g, '\ufffd')
}
