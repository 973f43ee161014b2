import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import type { Announcement } from '../kernel/event.ts'
import { createMessages } from '../message/index.ts'
import { addInstance, describeStores } from '../platform/db/test-store.suite.ts'
import { silentLog } from '../platform/log.ts'
import type { Contact, IncomingMessage } from '../whatsapp/port.ts'
import { adoptAnswers } from './adopt-answers.ts'
import { createAnswerDesk } from './answer-desk.ts'
import { formRow } from './form-rows.suite.ts'
import { listUnmatched } from './list-unmatched.ts'
import { receiveAnswer } from './receive-answer.ts'
import { listUnmatchedQuery } from './schema-unmatched.ts'
import { type Form, findFormById, insertForm } from './store.ts'
import { findNewestAnswers } from './store-answers.ts'

const ANA: Contact = { jid: '5511911112222@s.whatsapp.net', lid: '100000000000007@lid' }
const BRUNO: Contact = { jid: '5511933334444@s.whatsapp.net', lid: null }
const START = Date.UTC(2026, 4, 2, 12)
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

interface Submitted {
  from: Contact
  at: number
  token?: string
  quoted?: string
  name?: string
  delivery?: IncomingMessage['delivery']
}

describeStores((open) => {
  const clock = { ...systemClock, now: () => START }

  async function world() {
    const store = await open()
    const id = await addInstance(store)
    const told: Announcement['event'][] = []
    const announce = async (_: unknown, { event }: Announcement) => void told.push(event)
    const messages = createMessages({
      ...{ store, announce, clock, random: { bytes: randomBytes }, log: silentLog, followers: [] },
      compose: () => Uint8Array.of(1),
      egress: { fetchPage: () => Promise.reject(new Error('no page is asked for')) },
      lineOf: () => null,
    })
    const deps = { ...messages, answers: createAnswerDesk(systemClock) }
    const owner = { id, accountId: 'acc', numberJid: null, numberLid: null, profileName: null }
    let count = 0
    return {
      told: () => told.filter(({ type }) => type === 'form.answered').length,
      async answer({ from, at, token, quoted, name = 'Ana', delivery = 'live' }: Submitted) {
        count += 1
        const paramsJson = JSON.stringify({ ...(token ? { flow_token: token } : {}), full_name: name })
        const content = { type: 'form_answer', name: 'galaxy_message', body: '', version: 3, paramsJson } as const
        const chat = { ...from, type: 'private' as const }
        const incoming: IncomingMessage = {
          ...{ messageId: `A${count}`, delivery, chat, sender: from, isFromMe: false, at, content },
          ...{ raw: Uint8Array.of(1), quoted: quoted ? { messageId: quoted, text: '', sender: null } : null },
        } as IncomingMessage
        await receiveAnswer(deps, { ...owner, settings: { answersInEvents: true } }, incoming, content)
      },
      async send(number: number, changed: Partial<Form> = {}) {
        const form = formRow(id, number, { created_at: START, reply_text: 'Obrigado', ...changed })
        await store.write(async (transaction) => {
          await insertForm(transaction.sql, form)
          await adoptAnswers(deps, transaction, form)
        })
        return form.id
      },
      form: async (formId: string) => {
        const form = await findFormById(store.read, formId)
        const answers = await findNewestAnswers(store.read, formId)
        return {
          state: form?.state,
          count: form?.answer_count,
          latest: answers.find((answer) => answer.id === form?.latest_answer_id)?.message_id,
          revisions: answers.map((answer) => [answer.message_id, answer.revision, answer.matched_by, answer.from_jid]),
        }
      },
      unmatched: async () =>
        (await listUnmatched(store, id, listUnmatchedQuery.parse({}))).answers.map(({ reason }) => reason),
      thanks: async () =>
        (await store.read.selectFrom('message').select('id').where('content', '=', 'Obrigado').execute()).length,
    }
  }

  test('an answer to a form that was not known yet belongs to it once it is', async () => {
    const { answer, send, form, unmatched, told, thanks } = await world()
    await answer({ from: ANA, at: START - 9 * MINUTE, token: 'lead', name: 'An' })
    await answer({ from: BRUNO, at: START - MINUTE, token: 'lead' })
    await answer({ from: ANA, at: START - MINUTE, token: 'lead', name: 'Ana' })
    expect([await unmatched(), told()]).toEqual([['unknown_form', 'unknown_form', 'unknown_form'], 0])
    const sent = await send(1, { flow_token: 'lead' })
    expect(await form(sent)).toEqual({
      ...{ state: 'answered', count: 2, latest: 'A3' },
      revisions: [
        ['A1', 1, 'token', ANA.jid],
        ['A3', 2, 'token', ANA.jid],
      ],
    })
    expect([await unmatched(), told(), await thanks()]).toEqual([['unknown_form'], 2, 1])
  })

  test('an answer that is much older than a form is not its own, for a token may be used again', async () => {
    const { answer, send, form, unmatched } = await world()
    await answer({ from: ANA, at: START - 10 * MINUTE - 1, token: 'lead' })
    const sent = await send(1, { flow_token: 'lead' })
    expect(await form(sent)).toMatchObject({ state: 'sent', count: 0 })
    expect(await unmatched()).toEqual(['unknown_form'])
  })

  test('an answer that quotes a form belongs to it however old it is', async () => {
    const { answer, send, form, unmatched } = await world()
    await answer({ from: ANA, at: START - 100 * MINUTE, quoted: 'M1' })
    const sent = await send(1)
    expect(await form(sent)).toMatchObject({ state: 'answered', revisions: [['A1', 1, 'quote', ANA.jid]] })
    expect(await unmatched()).toEqual([])
  })

  test('answers of others with the same token do not crowd it out', async () => {
    const { answer, send, form } = await world()
    await answer({ from: ANA, at: START - MINUTE, token: 'lead' })
    for (let count = 0; count < 25; count += 1) await answer({ from: BRUNO, at: START - MINUTE, token: 'lead' })
    const sent = await send(1, { flow_token: 'lead' })
    expect(await form(sent)).toMatchObject({ state: 'answered', count: 1, latest: 'A1' })
  })

  test('an old answer is not given to a later form with its token when the other address of its sender is learned', async () => {
    const { answer, send, form, unmatched } = await world()
    const march = await send(1, { flow_token: 'lead', created_at: START - 90 * DAY, chat_lid: null })
    await answer({ from: { jid: null, lid: ANA.lid }, at: START - 89 * DAY, token: 'lead', name: 'March' })
    const june = await send(2, { flow_token: 'lead', created_at: START - MINUTE, chat_lid: null })
    expect(await unmatched()).toEqual(['wrong_sender'])
    await answer({ from: ANA, at: START, token: 'lead', name: 'June' })
    expect(await form(june)).toMatchObject({ count: 1, latest: 'A2' })
    expect(await form(march)).toMatchObject({ count: 1, latest: 'A1' })
  })

  test('nobody is thanked for an answer of the past', async () => {
    const { answer, send, thanks, form } = await world()
    await answer({ from: ANA, at: START - 2 * DAY, quoted: 'M1' })
    expect(await form(await send(1))).toMatchObject({ count: 1 })
    const known = await send(2, { flow_token: 'known', created_at: START - 3 * DAY })
    await answer({ from: ANA, at: START - 2 * DAY, token: 'known', delivery: 'history' })
    expect([await form(known), await thanks()]).toMatchObject([{ count: 1 }, 0])
  })

  test('what comes with the past belongs to no form that was made later, by its token alone', async () => {
    const { answer, send, form, unmatched } = await world()
    const later = await send(1, { flow_token: 'lead' })
    await answer({ from: ANA, at: START - DAY, token: 'lead', delivery: 'history' })
    expect([await form(later), await unmatched()]).toMatchObject([{ count: 0 }, ['unknown_form']])
  })

  test('answers of a person of whom one address was known are matched, in their order, when both are', async () => {
    const { answer, send, form, unmatched, told, thanks } = await world()
    const sent = await send(1, { flow_token: 'lead' })
    const byLid = { from: { jid: null, lid: ANA.lid }, token: 'lead' }
    await answer({ ...byLid, at: START + 1_000 })
    await answer({ ...byLid, at: START + 2_000 })
    expect([await unmatched(), told(), await thanks()]).toEqual([['wrong_sender', 'wrong_sender'], 0, 0])
    await answer({ from: BRUNO, at: START + 3_000, token: 'lead' })
    await answer({ from: ANA, at: START + 4_000, token: 'lead' })
    expect(await form(sent)).toEqual({
      ...{ state: 'answered', count: 3, latest: 'A4' },
      revisions: [
        ['A1', 1, 'token', ANA.jid],
        ['A2', 2, 'token', ANA.jid],
        ['A4', 3, 'token', ANA.jid],
      ],
    })
    expect([await unmatched(), told(), await thanks()]).toEqual([['wrong_sender'], 3, 1])
  })
})
