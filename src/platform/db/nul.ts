/**
 * PostgreSQL's text holds no NUL, and what strangers send may: it becomes U+FFFD in both engines, so that no message
 * can be made that one of them cannot keep. Other values pass as they are.
 */
export function withoutNul(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\u{fffd}') : value
}
