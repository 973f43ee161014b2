import type { LiveEvent } from '../../api/live.ts'

/** What an event says in one line: words of ours where the gateway has a literal, the rest as people wrote it. */
export interface Gist {
  /** The literal of a state or status, or what kind of message it is. */
  kind: string | null
  direction: 'incoming' | 'outgoing' | null
  /** Who or what it is about. */
  about: string | null
  text: string | null
}

const LONGEST = 160

/** Never fails: an event of a kind that we do not know says nothing. Pure. */
export function gistOf({ event, data }: LiveEvent): Gist {
  const none: Gist = { kind: null, direction: null, about: null, text: null }
  const root = fieldsOf(data)
  switch (event) {
    case 'message.exchange': {
      const message = fieldsOf(root['message'])
      const direction = root['direction'] === 'outgoing' ? 'outgoing' : 'incoming'
      const about = direction === 'incoming' ? partyOf(root['sender']) : partyOf(root['chat'])
      return { kind: textOf(message['type']), direction, about, text: textOf(message['content']) }
    }
    case 'message.status':
      return {
        ...none,
        kind: textOf(root['status']),
        about: partyOf(root['chat']),
        text: textOf(fieldsOf(root['error'])['message']),
      }
    case 'instance.state':
      return { ...none, kind: textOf(root['state']), text: textOf(root['reason']) }
    case 'call.update':
      return { ...none, kind: textOf(root['status']), about: partyOf(root['from']) }
    case 'form.sent':
    case 'form.status':
    case 'form.answered':
    case 'form.expired': {
      const form = fieldsOf(root['form'])
      return { ...none, kind: textOf(form['state']), about: textOf(form['number']), text: nameOf(form) }
    }
    case 'webhook.paused':
    case 'webhook.test':
      return { ...none, about: textOf(root['label']), text: textOf(root['reason']) }
    default:
      return none
  }
}

function nameOf(form: Record<string, unknown>): string | null {
  return textOf(form['formName']) ?? textOf(form['formType'])
}

function partyOf(value: unknown): string | null {
  const party = fieldsOf(value)
  return textOf(party['name']) ?? textOf(party['jid']) ?? textOf(party['lid'])
}

function textOf(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null
  return value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
