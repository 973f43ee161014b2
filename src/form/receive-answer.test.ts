import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import type { Announcement } from '../kernel/event.ts'
import type { SendState } from '../kernel/send-state.ts'
import { createMessages, receiveReceipt } from '../message/index.ts'
import { addInstance, describeStores } from '../platform/db/test-store.suite.ts'
import { silentLog } from '../platform/log.ts'
import type { Contact, IncomingMessage } from '../whatsapp/port.ts'
import { createAnswerDesk } from './answer-desk.ts'
import { createFormFollower } from './follow-message.ts'
import { receiveAnswer } from './receive-answer.ts'
import { insertForm } from './store.ts'

const ANA: Contact = { jid: '5511911112222@s.whatsapp.net', lid: '100000000000007@lid' }
const BRUNO: Contact = { jid: '5511933334444@s.whatsapp.net', lid: null }
const GROUP = '120363000000000001@g.us'

describeStores((open) => {
  /** One form that went out, in the state that is given. */
  async function world(state: SendState, chat: Contact & { type: 'private' | 'group' }) {
    const store = await open()
    const id = await addInstance(store)
    const told: Announcement['event'][] = []
    const announce = async (_: unknown, { event }: Announcement) => void told.push(event)
    const messages = createMessages({
      ...{ store, announce, clock: systemClock, random: { bytes: randomBytes }, log: silentLog },
      followers: [createFormFollower({ announce, expiry: { mind: () => {} }, adopt: async () => {} })],
      compose: () => Uint8Array.of(1),
      egress: { fetchPage: () => Promise.reject(new Error('no page is asked for')) },
      lineOf: () => null,
    })
    const deps = { ...messages, answers: createAnswerDesk(systemClock) }
    const { type, jid: chat_jid, lid: chat_lid } = chat
    await store.write(async ({ sql }) => {
      await sql
        .insertInto('message')
        .values({
          ...{
            id: 'msg',
            instance_id: id,
            message_id: 'FORM',
            direction: 'outgoing',
            type: 'interactive',
            content: '',
          },
          ...{ chat_jid, chat_lid, chat_key: chat_jid ?? '', chat_type: type, source: 'api', state },
          ...{ raw: Uint8Array.of(1), at: 1, created_at: 1 },
        })
        .execute()
      await insertForm(sql, {
        ...{ id: 'f', instance_id: id, message_id: 'FORM', flow_token: 't', form_type: 'custom', state, late: 0 },
        ...{ chat_jid, chat_lid, chat_type: type, number: '5511911112222', message: '', source: 'api' },
        ...{ fields: '[]', custom_fields: '[]', params: '{}', created_at: 1, answer_count: 0 },
      })
    })
    const owner = { id, accountId: 'acc', numberJid: null, numberLid: null, profileName: null }
    let answers = 0
    const answer = (sender: Contact, at?: number) => {
      const content = { type: 'form_answer', name: 'galaxy_message', body: '', version: 3 } as const
      const paramsJson = JSON.stringify({ flow_token: 't', full_name: 'Ana Souza' })
      answers += 1
      const incoming: IncomingMessage & { content: typeof content & { paramsJson: string } } = {
        ...{
          messageId: `A${answers}`,
          delivery: 'live' as const,
          chat,
          sender,
          isFromMe: false,
          at: at ?? answers * 1_000,
        },
        ...{ content: { ...content, paramsJson }, raw: Uint8Array.of(1), quoted: null },
      }
      return receiveAnswer(deps, { ...owner, settings: { answersInEvents: true } }, incoming, incoming.content)
    }
    const states = async () => [
      (await store.read.selectFrom('message').select('state').where('id', '=', 'msg').executeTakeFirst())?.state,
      (await store.read.selectFrom('form').select('state').executeTakeFirst())?.state,
    ]
    return { store, deps, id, told, answer, states }
  }

  test.each(['unknown', 'failed', 'sending'] as const)(
    'an answer proves that a %s message was delivered',
    async (from) => {
      const { told, answer, states } = await world(from, { ...ANA, type: 'private' })
      await answer(ANA)
      expect(await states()).toEqual(['delivered', 'answered'])
      expect(told.map(({ type }) => type)).toEqual(['message.status', 'message.exchange', 'form.answered'])
      await answer(ANA)
      expect(told.filter(({ type }) => type === 'message.status')).toHaveLength(1)
    },
  )

  test('revisions count per person, by either address', async () => {
    const { store, answer } = await world('sent', { jid: GROUP, lid: null, type: 'group' })
    for (const sender of [ANA, BRUNO, { jid: null, lid: ANA.lid }, ANA, BRUNO]) await answer(sender)
    const kept = await store.read.selectFrom('answer').select('revision').orderBy('at').execute()
    expect(kept.map(({ revision }) => revision)).toEqual([1, 1, 2, 3, 2])
  })

  test('an older submission that arrives later is not the latest', async () => {
    const { store, answer } = await world('sent', { ...ANA, type: 'private' })
    await answer(ANA, 9_000)
    await answer(ANA, 3_000)
    const form = await store.read.selectFrom('form').select(['latest_answer_id', 'answer_count']).executeTakeFirst()
    const latest = await store.read
      .selectFrom('answer')
      .select('at')
      .where('id', '=', form?.latest_answer_id ?? '')
      .execute()
    expect([form?.answer_count, latest]).toEqual([2, [{ at: 9_000 }]])
  })

  test('receipts that come after the answer, or after the time of a form, are told with it and counted', async () => {
    for (const from of ['expired', 'sent'] as const) {
      const { store, deps, id, answer } = await world('sent', { ...ANA, type: 'private' })
      if (from === 'sent') await answer(ANA)
      else await store.write(({ sql }) => sql.updateTable('form').set({ state: 'expired' }).execute())
      const times = () => store.read.selectFrom('form').select(['state', 'delivered_at', 'read_at']).executeTakeFirst()
      const before = await times()
      expect(before).toMatchObject({ delivered_at: null, read_at: null })
      const receipt = { type: 'receipt' as const, chat: ANA, from: ANA, messageIds: ['FORM'] }
      await receiveReceipt(deps, id, { ...receipt, status: 'read', at: 5_000 })
      expect(await times()).toEqual({ ...before, read_at: 5_000 })
      const counts = await store.read.selectFrom('form_count').select(['measure', 'n']).execute()
      const read = counts.filter(({ measure }) => measure === 'reached:read').map(({ n }) => n)
      expect(read).toEqual([1])
    }
  })

  test('a form whose first news is a receipt was sent', async () => {
    const { deps, id, told, states } = await world('unknown', { ...ANA, type: 'private' })
    const receipt = { type: 'receipt' as const, chat: ANA, from: ANA, messageIds: ['FORM'] }
    await receiveReceipt(deps, id, { ...receipt, status: 'delivered', at: 1_000 })
    await receiveReceipt(deps, id, { ...receipt, status: 'read', at: 2_000 })
    expect(await states()).toEqual(['read', 'read'])
    const types = told.map(({ type }) => type).filter((type) => type.startsWith('form.'))
    expect(types).toEqual(['form.sent', 'form.status', 'form.status'])
  })
})
