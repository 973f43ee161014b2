/**
 * Whether something was erased of the event in a delivery's body: the gateway marks it in an answer, and leaves nothing
 * where a message said something. Pure.
 */
export function isErased(body: string): boolean {
  let event: unknown
  try {
    event = JSON.parse(body)
  } catch {
    return false
  }
  const data = fieldsOf(fieldsOf(event)['data'])
  if (fieldsOf(data['answer'])['erased'] === true) return true
  const message = fieldsOf(data['message'])
  if (message['content'] !== '') return false
  const interactive = fieldsOf(message['interactive'])
  return message['type'] === 'text' || (interactive['body'] === '' && !('answers' in interactive))
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
