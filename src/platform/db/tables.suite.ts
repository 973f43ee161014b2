import { sql as raw } from 'kysely'
import { expect, test } from 'vitest'
import { execute, keys, put } from './group-commit.suite.ts'
import type { Store } from './store.ts'
import { addInstance } from './test-store.suite.ts'

/** What every store promises of its tables and values. */
export function tablesSuite(open: () => Promise<Store>): void {
  test('bytes come back as they went in, as plain bytes', async () => {
    const store = await open()
    const instanceId = await addInstance(store)
    const sealed = Uint8Array.from({ length: 256 }, (_, byte) => byte)
    await store.write(({ sql }) => sql.insertInto('credential').values({ instance_id: instanceId, sealed }).execute())
    expect(await store.read.selectFrom('credential').select('sealed').execute()).toStrictEqual([{ sealed }])
  })

  test('numbers up to 2^53 - 1 come back as numbers, counts and sums too', async () => {
    const store = await open()
    const created_at = Number.MAX_SAFE_INTEGER
    await store.write(({ sql }) =>
      sql.insertInto('account').values({ id: 'acc_1', name: '', token_hash: 'x', created_at }).execute(),
    )
    const row = await store.read
      .selectFrom('account')
      .select((select) => [
        'created_at',
        select.fn.countAll<number>().as('count'),
        select.fn.sum<number>('created_at').as('sum'),
      ])
      .groupBy('created_at')
      .executeTakeFirst()
    expect(row).toStrictEqual({ created_at, count: 1, sum: created_at })
  })

  test('text of any script comes back as it went in; a NUL becomes U+FFFD', async () => {
    const store = await open()
    const value = "Ação 👩‍👩‍👧 “x” 'y' \\ 汉字 عربى\n\t"
    await store.write(async (transaction) => {
      await put(transaction, 'text', value)
      await put(transaction, 'nul', 'a\0b')
    })
    const rows = await store.read.selectFrom('setting').selectAll().orderBy('key').execute()
    expect(rows).toStrictEqual([
      { key: 'nul', value: 'a\u{fffd}b' },
      { key: 'text', value },
    ])
  })

  test('looking for a text with a NUL finds what was kept of it', async () => {
    const store = await open()
    await store.write((transaction) => put(transaction, 'a\0b', 'here'))
    const find = (key: string) => store.read.selectFrom('setting').select('value').where('key', '=', key).execute()
    expect([await find('a\0b'), await find('\0')]).toStrictEqual([[{ value: 'here' }], []])
  })

  test('text sorts by its bytes', async () => {
    const store = await open()
    const mixed = ['b', 'a', 'B', '_', 'ä', 'Z', '1', 'a_b', 'ab']
    await store.write(async (transaction) => {
      for (const key of mixed) await put(transaction, key, '')
    })
    expect(await keys(store)).toEqual(['1', 'B', 'Z', '_', 'a', 'a_b', 'ab', 'b', 'ä'])
  })

  test('an insert that meets its own key can be told from one that was kept', async () => {
    const store = await open()
    const insert = () =>
      store.write(async ({ sql }) => {
        const statement = sql.insertInto('setting').values({ key: 'a', value: '1' })
        const result = await statement.onConflict((conflict) => conflict.column('key').doNothing()).executeTakeFirst()
        return result.numInsertedOrUpdatedRows
      })
    expect(await insert()).toBe(1n)
    expect(await insert()).toBe(0n)
  })

  test('text in a column of numbers is refused', async () => {
    const store = await open()
    const write = execute(store, raw`insert into account values ('acc_1', '', 'x', ${'soon'})`)
    await expect(write).rejects.toThrow()
  })

  test('a row without its instance is refused', async () => {
    const store = await open()
    const write = store.write(({ sql }) =>
      sql
        .insertInto('credential')
        .values({ instance_id: 'ins_nobody', sealed: Uint8Array.of(1) })
        .execute(),
    )
    await expect(write).rejects.toThrow(/foreign key/i)
  })

  test('names of instances are unique in their account, and case counts', async () => {
    const store = await open()
    await addInstance(store, 'shop')
    const copyAs = (id: string, name: string) =>
      execute(
        store,
        raw`insert into instance (id, account_id, name, token_hash, sealed_token, state, linked, settings, created_at,
            updated_at)
          select ${id}, account_id, ${name}, ${`token-${id}`}, sealed_token, state, linked, settings, created_at,
            updated_at from instance where id = 'ins_shop'`,
      )
    await copyAs('ins_2', 'Shop')
    await expect(copyAs('ins_3', 'shop')).rejects.toThrow(/unique/i)
  })

  test('an instance that is deleted takes everything of it along, and nothing of another', async () => {
    const store = await open()
    const ids = [await addInstance(store, 'shop'), await addInstance(store, 'other')]
    for (const id of ids) await fill(store, id)
    expect(await countRows(store)).toEqual(OF_INSTANCE.map((table) => `${table} 2`))
    await store.write(({ sql }) => sql.deleteFrom('instance').where('id', '=', 'ins_shop').execute())
    expect(await countRows(store)).toEqual(OF_INSTANCE.map((table) => `${table} 1`))
    await store.write(({ sql }) => sql.deleteFrom('account').where('id', '=', 'acc_other').execute())
    expect(await countRows(store)).toEqual(OF_INSTANCE.map((table) => `${table} 0`))
  })
}

const OF_INSTANCE = [
  'credential',
  'signal_key',
  'recipient',
  'message',
  'idempotency',
  'form',
  'answer',
  'form_count',
  'form_sum',
  'form_column',
  'event',
  'webhook',
  'websocket',
  'delivery',
  'attempt',
]

/** One row in every table that belongs to an instance, the columns that must be there filled with anything. */
async function fill(store: Store, id: string): Promise<void> {
  const number = id.length
  await execute(store, raw`insert into credential values (${id}, ${Uint8Array.of(1)})`)
  await execute(store, raw`insert into signal_key values (${id}, 'session', 'a', ${Uint8Array.of(1)})`)
  await execute(store, raw`insert into recipient values (${id}, '55', 'a', null, 1)`)
  await execute(
    store,
    raw`insert into message (id, instance_id, chat_key, message_id, direction, type, content, chat_type, source, state,
      at, created_at) values (${id}, ${id}, 'c', 'm', 'outgoing', 'text', '', 'private', 'api', 'sent', 1, 1)`,
  )
  await execute(store, raw`insert into idempotency values (${id}, 'form', 'k', 'h', ${id}, null, 1)`)
  await execute(
    store,
    raw`insert into form (id, instance_id, message_id, form_type, state, late, number, chat_type, message, source,
      fields, custom_fields, params, created_at, answer_count)
      values (${id}, ${id}, 'm', 'custom', 'sent', 0, '55', 'private', '', 'api', '[]', '[]', '{}', 1, 0)`,
  )
  await execute(
    store,
    raw`insert into answer (id, instance_id, chat_key, message_id, revision, at, late, raw, erased)
      values (${id}, ${id}, 'c', 'm', 1, 1, 0, '{}', 0)`,
  )
  await execute(store, raw`insert into form_count values (${id}, 1, 'api', 'custom', '', 'state:sent', 1)`)
  await execute(store, raw`insert into form_sum values (${id}, 'hour', 1, 'state:sent', 1)`)
  await execute(store, raw`insert into form_column values (${id}, 'custom', 'Empresa', 1, 1)`)
  await execute(store, raw`insert into event values (${number}, ${id}, ${id}, 'form.sent', 1, '{}', null, null)`)
  await execute(
    store,
    raw`insert into webhook values (${id}, ${id}, 'default', 1, 'http://127.0.0.1/', null, 0, '[]', 0,
      ${Uint8Array.of(1)}, 1, 1, null, null, null, null, null)`,
  )
  await execute(store, raw`insert into websocket values (${id}, 1, '[]', 0)`)
  await execute(
    store,
    raw`insert into delivery (id, instance_id, webhook_id, event_seq, event_id, event_type, state, next_attempt_at,
      created_at) values (${id}, ${id}, ${id}, ${number}, ${id}, 'form.sent', 'pending', 1, 1)`,
  )
  await execute(store, raw`insert into attempt values (${id}, 1, 1, 1, 500, null, '')`)
}

async function countRows(store: Store): Promise<string[]> {
  const counted: string[] = []
  for (const table of OF_INSTANCE) {
    const { rows } = await raw<{ count: number }>`select count(*) as count from ${raw.table(table)}`.execute(store.read)
    counted.push(`${table} ${rows[0]?.count}`)
  }
  return counted
}
