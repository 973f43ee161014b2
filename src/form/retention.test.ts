import { expect, test } from 'vitest'
import type { ErasedEvents } from '../kernel/event.ts'
import { firstIdAt } from '../kernel/id.ts'
import { DAY_MS } from '../platform/db/sweep.ts'
import { addInstance, describeStores } from '../platform/db/test-store.suite.ts'
import { eraseAnswer } from './erase-answer.ts'
import { createRetention } from './retention.ts'
import { insertAnswer } from './store-answers.ts'
import { countColumns, findColumns } from './store-columns.ts'

const START = 1_700_000_000_000
const ANA = '5511911112222@s.whatsapp.net'
const TYPED = JSON.stringify({ fullName: 'Ana', customFields: [{ label: 'Empresa', value: 'Loja' }] })

describeStores((open) => {
  /** Answers and their messages that came `days` after the start, in instances with these settings. */
  async function world(days: readonly number[], settings: Record<string, object> = { shop: {} }) {
    const store = await open()
    for (const [name, given] of Object.entries(settings)) {
      const id = await addInstance(store, name)
      await store.write(async ({ sql }) => {
        await sql
          .updateTable('instance')
          .set({ settings: JSON.stringify(given) })
          .where('id', '=', id)
          .execute()
        for (const day of days) {
          const at = START + day * DAY_MS
          const tail = `${name}${day}`.padEnd(11, '0')
          const about = { instance_id: id, chat_key: ANA, message_id: `A${name}${day}`, at }
          const answer = {
            ...{ ...about, id: `${firstIdAt('ans', at)}${tail}`, form_id: 'f', revision: 1, late: 0, erased: 0 },
            ...{ from_jid: ANA, from_lid: null, from_name: 'Ana', matched_by: 'token' as const, reason: null },
            ...{ answers: TYPED, raw: '{}', quoted_message_id: 'Q', flow_token: 't' },
            ...{ name_key: 'ana', email_key: 'a@b', document_key: '1' },
          }
          await insertAnswer(sql, answer)
          await countColumns(sql, answer, 1)
          const message = {
            ...{ ...about, id: `${firstIdAt('msg', at)}${tail}`, direction: 'incoming' as const, created_at: at },
            ...{ type: 'interactive_response', content: 'Sent', chat_jid: ANA, chat_type: 'private' as const },
            ...{ chat_name: 'Ana', sender_jid: ANA, sender_name: 'Ana', source: '', state: 'received' as const },
            raw: Uint8Array.of(1),
          }
          await sql.insertInto('message').values(message).execute()
        }
      })
    }
    let now = START
    const timers = new Set<() => void>()
    const clock = {
      now: () => now,
      after(_delayMs: number, task: () => void) {
        timers.add(task)
        return { cancel: () => void timers.delete(task) }
      },
    }
    const said: string[] = []
    const blanked: ErasedEvents[] = []
    const purges: number[] = []
    const failWrites = { times: 0 }
    const failForgetting = { times: 0 }
    const deps = {
      ...{ clock, announce: async () => {}, followers: [] },
      store: { ...store, purge: async () => void purges.push(1) },
      log: {
        debug: () => {},
        info: () => {},
        error: () => {},
        warn: (_: object, line: string) => void said.push(line),
      },
      async blank(_: unknown, erased: ErasedEvents) {
        if (failWrites.times-- > 0) throw new Error('disk full')
        blanked.push(erased)
      },
      async forgetMessages() {
        if (failForgetting.times-- > 0) throw new Error('it broke off here')
      },
      prune: async () => 0,
    }
    const kept = async () =>
      (await store.read.selectFrom('answer').select('message_id').where('erased', '=', 0).orderBy('id').execute()).map(
        ({ message_id }) => message_id,
      )
    const contents = async () =>
      (await store.read.selectFrom('message').select(['content', 'raw', 'chat_key']).orderBy('id').execute()).map(
        ({ content, raw, chat_key }) => [content, raw === null, chat_key],
      )
    return {
      ...{ store, deps, said, blanked, kept, contents, failWrites, failForgetting },
      purged: () => purges.length,
      /** Moves time, and lets whatever waits for it come: as often as it is called, for a round may be under way. */
      moveTo(day: number) {
        now = START + day * DAY_MS
        for (const task of [...timers]) {
          timers.delete(task)
          task()
        }
        return kept()
      },
    }
  }

  test('answers go when their time is over, hour by hour, and say only that they were there', async () => {
    const { store, deps, kept, moveTo, purged, blanked } = await world([0, 1, 40])
    const retention = createRetention(deps, { answers: 30, messages: 0, deliveries: 0 })
    retention.start()
    await moveTo(29)
    expect(await kept()).toEqual(['Ashop0', 'Ashop1', 'Ashop40'])
    await expect.poll(() => moveTo(30.5)).toEqual(['Ashop1', 'Ashop40'])
    await expect.poll(purged).toBe(1)
    const [erased] = await store.read.selectFrom('answer').selectAll().orderBy('id').execute()
    expect(erased).toMatchObject({
      ...{ erased: 1, answers: null, raw: '', from_name: null, name_key: null, email_key: null, document_key: null },
      ...{ at: START, form_id: 'f', flow_token: 't', quoted_message_id: 'Q' },
    })
    expect(blanked[0]).toMatchObject({ messageId: 'Ashop0', orderKeys: [ANA], blanking: 'values' })
    expect(await findColumns(store.read, 'ins_shop')).toEqual({ custom: ['Empresa'], other: [] })
    const uses = await store.read.selectFrom('form_column').select('uses').executeTakeFirst()
    expect(uses).toEqual({ uses: 2 })
    await retention.stop()
  })

  test('an instance keeps answers and messages as long as it says, whatever the server does', async () => {
    const { deps, moveTo } = await world([0], {
      server: {},
      short: { retentionDays: 2 },
      ever: { retentionDays: 0 },
    })
    const retention = createRetention(deps, { answers: 10, messages: 0, deliveries: 0 })
    retention.start()
    await expect.poll(async () => (await moveTo(3)).sort()).toEqual(['Aever0', 'Aserver0'])
    await expect.poll(() => moveTo(11)).toEqual(['Aever0'])
    await retention.stop()
  })

  test('a message says nothing any more when its time is over, and its row stays; what waits is left alone', async () => {
    const { store, deps, kept, contents, moveTo, blanked } = await world([0, 9])
    await store.write(async ({ sql }) => {
      const row = await sql.selectFrom('message').selectAll().orderBy('id').executeTakeFirstOrThrow()
      const waiting = { id: 'msg_000000000', message_id: 'W', state: 'queued' as const, direction: 'outgoing' as const }
      await sql
        .insertInto('message')
        .values({ ...row, ...waiting })
        .execute()
    })
    const retention = createRetention(deps, { answers: 0, messages: 5, deliveries: 0 })
    retention.start()
    await expect
      .poll(() => moveTo(6).then(contents))
      .toEqual([
        ['Sent', false, ANA],
        ['', true, ANA],
        ['Sent', false, ANA],
      ])
    expect(await kept()).toEqual(['Ashop0', 'Ashop9'])
    expect(blanked).toMatchObject([{ messageId: 'Ashop0', types: ['message.exchange', 'message.status'] }])
    await retention.stop()
  })

  test('a message that hundreds quote goes last, after them in bounded units; what broke off is mended', async () => {
    const { store, deps, contents, moveTo, said } = await world([0, 9])
    await store.write(async ({ sql }) => {
      const row = await sql
        .selectFrom('message')
        .selectAll()
        .where('message_id', '=', 'Ashop9')
        .executeTakeFirstOrThrow()
      for (let index = 0; index < 450; index += 1) {
        const quoting = { id: `${row.id}${index}`, message_id: `Q${index}`, quoted_message_id: 'Ashop0' }
        await sql
          .insertInto('message')
          .values({ ...row, ...quoting })
          .execute()
      }
    })
    const units: ErasedEvents[][] = []
    let broken = 250
    const retention = createRetention(
      {
        ...deps,
        store: {
          ...deps.store,
          write(unit) {
            units.push([])
            return store.write(unit)
          },
        },
        async blank(_: unknown, erased: ErasedEvents) {
          broken -= 1
          if (broken === 0) throw new Error('it broke off here')
          units.at(-1)?.push(erased)
        },
      },
      { answers: 0, messages: 5, deliveries: 0 },
    )
    void moveTo(6)
    retention.start()
    await expect.poll(() => said).toEqual(['what is kept too long could not be erased'])
    expect((await contents())[0]).toEqual(['Sent', false, ANA])
    await expect.poll(() => moveTo(6).then(contents)).toContainEqual(['', true, ANA])
    const bytes = await store.read
      .selectFrom('message')
      .select('raw')
      .where('quoted_message_id', '=', 'Ashop0')
      .execute()
    expect([bytes.length, bytes.every(({ raw }) => raw?.length === 0)]).toEqual([450, true])
    const quotes = units.map((unit) => unit.filter(({ blanking }) => blanking === 'quote'))
    // The second is the one that broke off; the fourth takes what is left.
    expect(quotes.map(({ length }) => length).filter((length) => length > 0)).toEqual([200, 49, 200, 50])
    expect(new Set(quotes.flat().flatMap(({ types }) => types))).toEqual(new Set(['message.exchange']))
    await retention.stop()
  })

  test('an answer that hundreds quote is erased in one call, and again at no price', async () => {
    const { store, deps, kept, blanked } = await world([0])
    await store.write(async ({ sql }) => {
      const row = await sql.selectFrom('message').selectAll().executeTakeFirstOrThrow()
      for (let index = 0; index < 401; index += 1) {
        const quoting = { id: `${row.id}${index}`, message_id: `Q${index}`, quoted_message_id: 'Ashop0' }
        await sql
          .insertInto('message')
          .values({ ...row, ...quoting })
          .execute()
      }
    })
    const { id } = await store.read.selectFrom('answer').select('id').executeTakeFirstOrThrow()
    await eraseAnswer(deps, 'ins_shop', id)
    expect([await kept(), blanked.length]).toEqual([[], 402])
    await eraseAnswer(deps, 'ins_shop', id)
    expect(blanked.length).toBe(403)
  })

  test('a round that fails is said, and done again an hour later', async () => {
    const { deps, kept, moveTo, said, failWrites } = await world([0])
    failWrites.times = 1
    const retention = createRetention(deps, { answers: 1, messages: 0, deliveries: 0 })
    void moveTo(2)
    retention.start()
    await expect.poll(() => said).toEqual(['what is kept too long could not be erased'])
    expect(await kept()).toEqual(['Ashop0'])
    await expect.poll(() => moveTo(2)).toEqual([])
    await retention.stop()
  })

  test('an erase that broke off is mended by calling it again', async () => {
    const { store, deps, kept, purged, contents, failForgetting } = await world([0])
    failForgetting.times = 1
    const { id } = await store.read.selectFrom('answer').select('id').executeTakeFirstOrThrow()
    await expect(eraseAnswer(deps, 'ins_shop', id)).rejects.toThrow('it broke off here')
    expect([await kept(), purged()]).toEqual([[], 0])
    await eraseAnswer(deps, 'ins_shop', id)
    await eraseAnswer(deps, 'ins_shop', id)
    expect([purged(), await contents()]).toEqual([2, [['', true, ANA]]])
    expect(await store.read.selectFrom('form_column').selectAll().execute()).toEqual([])
    await expect(eraseAnswer(deps, 'ins_other', id)).rejects.toMatchObject({ code: 'answer_not_found' })
  })
})
