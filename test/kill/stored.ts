import { markIn } from './moody-receiver.ts'
import type { Served } from './served.ts'

/** A form as the API lists it, with what was answered to it. */
interface StoredForm {
  id: string
  flowToken: string
  messageId: string
  state: string
  answerCount: number
  revisions: { raw: string; matchedBy: string }[]
}

/** Where an answer is stored: with the form of a token, or with none. */
interface Place {
  flowToken: string | null
  matchedBy: string | null
}

export interface Stored {
  forms: StoredForm[]
  /** By the mark of the answer. */
  answers: Map<string, Place[]>
  /** Failed attempts of each delivery that was tried more than once, by `webhook-id`. */
  failures: Map<string, number>
  pending: number
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails where it is not
type Row = any

/** Everything that the gateway says it keeps, by its API alone. */
export async function readStored(gateway: Served): Promise<Stored> {
  const answers = new Map<string, Place[]>()
  const keep = (raw: string, place: Place) => {
    const mark = markIn(raw) ?? 'of nobody'
    answers.set(mark, [...(answers.get(mark) ?? []), place])
  }
  const forms: StoredForm[] = []
  for await (const { messageId } of pages(gateway, '/api/form/list/shop', 'forms')) {
    const { form } = (await gateway.call('GET', `/api/form/get/shop?messageId=${messageId}`)).body
    for (const { raw, matchedBy } of form.revisions) keep(raw, { flowToken: form.flowToken, matchedBy })
    forms.push(form)
  }
  for await (const { raw } of pages(gateway, '/api/form/unmatched/shop', 'answers')) {
    keep(raw, { flowToken: null, matchedBy: null })
  }
  const failures = new Map<string, number>()
  let pending = 0
  for await (const { eventId, attempts, state } of pages(gateway, '/api/events/deliveries/shop', 'deliveries')) {
    if (attempts > 1) failures.set(eventId, attempts - 1)
    if (state !== 'delivered') pending += 1
  }
  return { forms, answers, failures, pending }
}

async function* pages(gateway: Served, path: string, name: string): AsyncGenerator<Row> {
  for (let cursor = ''; ; ) {
    const { status, body } = await gateway.call('GET', `${path}?limit=200${cursor}`)
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`)
    yield* body[name]
    if (body.nextCursor === null) return
    cursor = `&cursor=${body.nextCursor}`
  }
}

/** Which of these messages the gateway does not find, or does not take for an answer. */
export async function lookUpAll(gateway: Served, messageIds: readonly string[]): Promise<string[]> {
  const missing: string[] = []
  for (const messageId of messageIds) {
    const { status, body } = await gateway.call('GET', `/api/chat/getMessage/shop?messageId=${messageId}`)
    if (status !== 200 || body.data.type !== 'interactive_response') missing.push(messageId)
  }
  return missing
}
