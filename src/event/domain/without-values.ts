import type { Blanking } from '../../kernel/event.ts'

type Fields = Record<string, unknown>

/**
 * The `data` of an event, as it is stored, without what is erased; receivers can read it as before. What was blanked
 * once stays as it is. Pure.
 */
export function withoutValues(type: string, stored: string, blanking: Blanking): string {
  const data = fieldsOf(JSON.parse(stored))
  return JSON.stringify(blanked(type, data, blanking))
}

function blanked(type: string, data: Fields, blanking: Blanking): Fields {
  switch (type) {
    case 'message.exchange':
      return withoutMessage(data, blanking)
    case 'message.status':
      return blanking === 'person' ? { ...data, chat: nobody(data['chat']), recipient: { jid: null } } : data
    case 'form.answered':
      if (blanking === 'quote') return data
      return blanking === 'person' ? bareNews(data) : withoutAnswer(data)
    case 'form.sent':
    case 'form.status':
    case 'form.expired':
      return blanking === 'person' ? bareNews(data) : data
    default:
      return data
  }
}

function withoutMessage(data: Fields, blanking: Blanking): Fields {
  if (blanking === 'quote') return { ...data, reply: data['reply'] && { ...fieldsOf(data['reply']), text: '' } }
  const message = fieldsOf(data['message'])
  const said = { ...data, reply: null, message: { ...message, content: '', interactive: bareAnswer(message) } }
  if (blanking === 'values') return { ...said, chat: unnamed(data['chat']), sender: unnamed(data['sender']) }
  const { source: _, ...rest } = said.message as Fields
  return {
    ...said,
    chat: nobody(data['chat']),
    sender: { jid: null, lid: null, name: null },
    recipient: { jid: null },
    message: { ...rest, source: '' },
  }
}

/** `message.interactive` of an answer: only which form it belongs to. */
function bareAnswer({ interactive }: Fields): Fields | null {
  if (!interactive) return null
  const { name, form } = fieldsOf(interactive)
  return { name, body: '', flow_token: null, form: form ? pick(fieldsOf(form), ['id']) : null }
}

function withoutAnswer(data: Fields): Fields {
  const { answers: _ofForm, ...form } = fieldsOf(data['form'])
  const { answers: _, raw: _raw, ...answer } = fieldsOf(data['answer'])
  return { ...data, form, answer: { ...answer, from: unnamed(answer['from']), erased: true } }
}

function bareNews(data: Fields): Fields {
  const form = pick(fieldsOf(data['form']), ['id', 'messageId', 'formType', 'state', 'createdAt'])
  if (data['answer'] === undefined) return { form }
  const answer = pick(fieldsOf(data['answer']), ['id', 'revision', 'at', 'late'])
  return { form, answer: { ...answer, erased: true } }
}

/** A person's name goes; that of a group is not about anybody. */
function unnamed(party: unknown): Fields {
  const fields = fieldsOf(party)
  return fields['type'] === 'group' ? fields : { ...fields, name: null }
}

function nobody(chat: unknown): Fields {
  return { jid: null, lid: null, name: null, type: fieldsOf(chat)['type'] }
}

function pick(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)))
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}
