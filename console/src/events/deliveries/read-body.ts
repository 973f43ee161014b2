type Fields = Record<string, unknown>

/**
 * Whether something was erased of the event in a delivery's body: the gateway marks it in an answer, and leaves nothing
 * where a message said something. Pure.
 */
export function isErased(body: string): boolean {
  const data = dataOf(body)
  if (fieldsOf(data['answer'])['erased'] === true) return true
  const message = fieldsOf(data['message'])
  if (message['content'] !== '') return false
  const interactive = fieldsOf(message['interactive'])
  return message['type'] === 'text' || (interactive['body'] === '' && !('answers' in interactive))
}

/** The message id of the form that an event is about; null when it is about none. Pure. */
export function formOf(body: string | null): string | null {
  if (body === null) return null
  const data = dataOf(body)
  const form = data['form'] ?? fieldsOf(fieldsOf(data['message'])['interactive'])['form']
  const messageId = fieldsOf(form)['messageId']
  return typeof messageId === 'string' && messageId !== '' ? messageId : null
}

function dataOf(body: string): Fields {
  try {
    return fieldsOf(fieldsOf(JSON.parse(body))['data'])
  } catch {
    return {}
  }
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}
