import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import type { ErasedEvents } from '../kernel/event.ts'
import { keepMessage } from '../message/index.ts'
import { addInstance, describeStores } from '../platform/db/test-store.suite.ts'
import type { Forgotten, IncomingMessage } from '../whatsapp/port.ts'
import { erasePerson } from './erase-person.ts'
import { findPerson } from './find-person.ts'
import { readPerson } from './read-person.ts'
import { insertForm } from './store.ts'

const DIGITS = '551187654321'
const JID = '5511987654321@s.whatsapp.net'
const LID = '240000000000001@lid'
const OWN = '5511940000001@s.whatsapp.net'

const message = (messageId: string, chat: Partial<IncomingMessage['chat']> = {}): IncomingMessage => ({
  ...{ messageId, delivery: 'live', chat: { jid: null, lid: LID, type: 'private', ...chat } },
  ...{ sender: { jid: null, lid: LID, name: 'Ana' }, isFromMe: false, at: 1_000, raw: Uint8Array.of(1), quoted: null },
  content: { type: 'text', text: `text of ${messageId}` },
})

describeStores((open) => {
  /** A form by both addresses of Ana, and messages by her LID alone. */
  async function world(count: number) {
    const store = await open()
    const id = await addInstance(store)
    const blanked: ErasedEvents[] = []
    const forgotten: (readonly string[])[] = []
    const broken = { at: Number.POSITIVE_INFINITY }
    const deps = {
      ...{ store, clock: systemClock, random: { bytes: randomBytes }, announce: async () => {}, followers: [] },
      ...{ lineOf: () => null, blank: async (_: unknown, erased: ErasedEvents) => void blanked.push(erased) },
      async forgetMessages(_: string, { addresses }: Forgotten) {
        if (addresses) forgotten.push(addresses)
        broken.at -= 1
        if (broken.at === 0) throw new Error('it broke off here')
      },
    }
    const keep = (incoming: IncomingMessage) =>
      store.write((transaction) => keepMessage(deps, transaction, { id, numberJid: OWN }, incoming))
    await store.write(async ({ sql }) => {
      await insertForm(sql, {
        ...{
          id: 'f',
          instance_id: id,
          message_id: 'FORM',
          flow_token: 't',
          form_type: 'custom',
          state: 'sent',
          late: 0,
        },
        ...{ chat_jid: JID, chat_lid: LID, chat_type: 'private', number: '5511987654321', message: 'Oi, Ana' },
        ...{ fields: '[]', custom_fields: '[]', params: '{}', created_at: 1, answer_count: 0, source: 'api' },
      })
    })
    for (let index = 0; index < count; index += 1) await keep(message(`M${index}`))
    const instance = { id, numberJid: OWN, numberLid: null }
    const byNumber = { number: DIGITS, jid: undefined }
    return { store, deps, blanked, broken, forgotten, keep, instance, byNumber }
  }

  test('an erase that broke off finds the rest by any address when it is called again', async () => {
    const { store, deps, broken, instance, byNumber } = await world(120)
    broken.at = 1
    await expect(erasePerson(deps, instance, byNumber)).rejects.toThrow('it broke off here')
    expect(await store.read.selectFrom('form').select('number').execute()).toEqual([{ number: '' }])
    expect(await erasePerson(deps, instance, byNumber)).toEqual({ forms: 0, answers: 0, messages: 120 })
    const rows = await store.read.selectFrom('message').selectAll().execute()
    expect(rows).toHaveLength(120)
    const shown = JSON.stringify([rows, await store.read.selectFrom('recipient').selectAll().execute()])
    expect(shown).not.toMatch(/Ana|text of|@lid|s\.whatsapp\.net/)
    expect(await erasePerson(deps, instance, byNumber)).toEqual({ forms: 0, answers: 0, messages: 0 })
  })

  test('what nobody has heard of a person yet is forgotten by every address, while all are known', async () => {
    const { deps, forgotten, instance, byNumber } = await world(1)
    await erasePerson(deps, instance, byNumber)
    expect([...(forgotten[0] ?? [])].sort()).toEqual([LID, `${DIGITS}@s.whatsapp.net`, JID])
  })

  test('a second copy of an erased message is known, and not kept again; a new one is', async () => {
    const { store, deps, keep, instance, byNumber } = await world(1)
    await erasePerson(deps, instance, byNumber)
    expect(await keep(message('M0'))).toBeNull()
    expect(await keep(message('M0', { jid: JID }))).toBeNull()
    expect(await keep(message('M1'))).not.toBeNull()
    const kept = await store.read
      .selectFrom('message')
      .select(['message_id', 'content'])
      .orderBy('message_id')
      .execute()
    expect(kept.map(({ content }) => content)).toEqual(['', 'text of M1'])
  })

  test('what is told of a person is whole, and every piece of it small', async () => {
    const { deps, keep, instance } = await world(130)
    await keep({ ...message('G1', { jid: '1@g.us', lid: null, type: 'group' }) })
    await keep({ ...message('G2', { jid: '1@g.us', lid: null, type: 'group' }), sender: { jid: null, lid: '9@lid' } })
    const pieces: string[] = []
    for await (const piece of await readPerson(deps, instance, { number: undefined, jid: LID })) pieces.push(piece)
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(2_000)
    const told = JSON.parse(pieces.join(''))
    expect(told.person).toEqual({ number: '5511987654321', jids: [JID, `${DIGITS}@s.whatsapp.net`], lids: [LID] })
    expect([told.forms.length, told.answers.length, told.messages.length]).toEqual([1, 0, 131])
    expect(told.messages.map((each: { messageId: string }) => each.messageId)).not.toContain('G2')
  })

  test('our own number is nobody that another person leads to', async () => {
    const { store, deps, instance, byNumber } = await world(0)
    await store.write(async ({ sql }) => {
      const row = { instance_id: instance.id, digits: DIGITS, jid: JID, lid: OWN, asked_at: 1 }
      await sql.insertInto('recipient').values(row).execute()
    })
    expect((await findPerson(deps, instance, byNumber)).jids).not.toContain(OWN)
    expect((await findPerson(deps, instance, { number: undefined, jid: OWN })).jids).toContain(OWN)
  })

  test.each([
    [{ number: undefined, jid: undefined }, 'number'],
    [{ number: DIGITS, jid: JID }, 'number'],
    [{ number: 'Ana', jid: undefined }, 'number'],
    [{ number: undefined, jid: '1@g.us' }, 'jid'],
    [{ number: undefined, jid: 'Ana' }, 'jid'],
  ])('%j names nobody', async (asked, path) => {
    const { deps, instance } = await world(0)
    await expect(findPerson(deps, instance, asked)).rejects.toMatchObject({
      code: 'request_invalid',
      details: [{ path }],
    })
  })
})
