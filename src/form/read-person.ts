import { findMessagesOf, type Person, viewMessage } from '../message/index.ts'
import type { Sql } from '../platform/db/store.ts'
import { type Acquaintance, type FindPersonDeps, findPerson } from './find-person.ts'
import { findAnswer, findReadings } from './store-answers.ts'
import { findAnswersOf, findFormsOf } from './store-erase.ts'
import { viewAnswer, viewForm } from './view.ts'

const PAGE = 50

/**
 * Everything of one person as the text of a JSON object, piece by piece: there may be more than fits in memory. What is
 * asked wrongly is refused before the first piece.
 * @throws request_invalid
 */
export async function readPerson(
  deps: FindPersonDeps,
  instance: Acquaintance,
  asked: { number: string | undefined; jid: string | undefined },
): Promise<AsyncGenerator<string>> {
  return write(deps.store.read, instance, await findPerson(deps, instance, asked))
}

async function* write(sql: Sql, instance: Acquaintance, person: Person): AsyncGenerator<string> {
  const { jids, lids, digits } = person
  const isKnown = await isAnything(sql, instance.id, person)
  const head = {
    success: true,
    message: isKnown ? 'Person found' : 'Nobody found',
    person: { number: digits[0] ?? null, jids, lids },
  }
  yield JSON.stringify(head).slice(0, -1)
  yield* list('forms', forms(sql, instance.id, person))
  yield* list('answers', answers(sql, instance.id, person))
  yield* list('messages', messages(sql, instance, person))
  yield '}'
}

async function isAnything(sql: Sql, instanceId: string, person: Person): Promise<boolean> {
  const first = await Promise.all([
    findFormsOf(sql, instanceId, person, '', 1),
    findAnswersOf(sql, instanceId, person, '', 1),
    findMessagesOf(sql, instanceId, person, '', 1),
  ])
  return first.flat().length > 0
}

async function* list(name: string, items: AsyncGenerator<unknown>): AsyncGenerator<string> {
  let before = `,"${name}":[`
  for await (const item of items) {
    yield before + JSON.stringify(item)
    before = ','
  }
  yield before === ',' ? ']' : `${before}]`
}

async function* forms(sql: Sql, instanceId: string, person: Person) {
  for (let after = '', more = true; more; ) {
    const page = await findFormsOf(sql, instanceId, person, after, PAGE)
    for (const form of page) {
      const id = form.latest_answer_id
      const readings = id === null ? new Map() : await findReadings(sql, [id], Number.POSITIVE_INFINITY)
      yield viewForm(form, readings.get(id ?? '') ?? null)
    }
    after = page.at(-1)?.id ?? after
    more = page.length === PAGE
  }
}

async function* answers(sql: Sql, instanceId: string, person: Person) {
  for (let after = '', more = true; more; ) {
    const page = await findAnswersOf(sql, instanceId, person, after, PAGE)
    for (const id of page) {
      const answer = await findAnswer(sql, id)
      if (answer) yield { ...viewAnswer(answer), formId: answer.form_id, reason: answer.reason }
    }
    after = page.at(-1) ?? after
    more = page.length === PAGE
  }
}

async function* messages(sql: Sql, instance: Acquaintance, person: Person) {
  for (let after = '', more = true; more; ) {
    const page = await findMessagesOf(sql, instance.id, person, after, PAGE)
    for (const message of page) yield { messageId: message.message_id, ...viewMessage(message, instance.numberJid) }
    after = page.at(-1)?.id ?? after
    more = page.length === PAGE
  }
}
