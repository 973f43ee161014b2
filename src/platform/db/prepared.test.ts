import { CompiledQuery, type KyselyPlugin } from 'kysely'
import { expect, test } from 'vitest'
import { keys } from './group-commit.suite.ts'
import { prepared } from './prepared.ts'
import type { Sql } from './store.ts'
import { addInstance, describeStores } from './test-store.suite.ts'

let built = 0
const putSetting = prepared((sql, given: { row: { key: string; value: string } }) => {
  built += 1
  return sql
    .insertInto('setting')
    .values(given.row)
    .onConflict((conflict) => conflict.column('key').doUpdateSet((row) => ({ value: row.ref('excluded.value') })))
})
const findSettings = prepared((sql, given: { keys: readonly string[]; atMost: number }) =>
  sql.selectFrom('setting').selectAll().where('key', 'in', given.keys).orderBy('key').limit(given.atMost),
)
const change = prepared((sql, given: { from: string; to: string }) =>
  sql.updateTable('setting').set({ value: given.to }).where('value', '=', given.from).where('key', '!=', 'kept'),
)

describeStores((open) => {
  test('a prepared query is built once, and runs with the values of each call in units and on the reader', async () => {
    const store = await open()
    built = 0
    for (const key of ['a', 'b', 'c', 'kept']) {
      await store.write(({ sql }) => putSetting.run(sql, { row: { key, value: `of ${key}` } }))
    }
    expect(built).toBe(1)
    expect(await findSettings.rows(store.read, { keys: ['c', 'a', 'x'], atMost: 5 })).toEqual([
      { key: 'a', value: 'of a' },
      { key: 'c', value: 'of c' },
    ])
    expect(await findSettings.first(store.read, { keys: ['c'], atMost: 5 })).toEqual({ key: 'c', value: 'of c' })
    expect(await findSettings.first(store.read, { keys: ['x'], atMost: 5 })).toBeUndefined()
    expect(await findSettings.rows(store.read, { keys: ['a', 'b', 'c'], atMost: 1 })).toHaveLength(1)
  })

  test('it says how many rows it changed, and what is not given keeps its parameter', async () => {
    const store = await open()
    await store.write(async ({ sql }) => {
      for (const key of ['a', 'b', 'kept']) await putSetting.run(sql, { row: { key, value: 'old' } })
      expect(await change.run(sql, { from: 'old', to: 'new' })).toBe(2)
      expect(await change.run(sql, { from: 'old', to: 'newer' })).toBe(0)
    })
    expect(await findSettings.first(store.read, { keys: ['kept'], atMost: 1 })).toEqual({ key: 'kept', value: 'old' })
  })

  test('a column that is undefined is left out, whichever came first', async () => {
    const store = await open()
    const seen = prepared((sql, given: { value: string; key: string | undefined }) =>
      sql.updateTable('setting').set({ value: given.value, key: given.key }),
    )
    await store.write(async ({ sql }) => {
      await putSetting.run(sql, { row: { key: 'a', value: '1' } })
      await seen.run(sql, { value: '2', key: undefined })
      await seen.run(sql, { value: '3', key: 'b' })
      await seen.run(sql, { value: '4', key: undefined })
    })
    expect(await findSettings.rows(store.read, { keys: ['a', 'b'], atMost: 9 })).toEqual([{ key: 'b', value: '4' }])
  })

  test('an empty list is not taken for a list of one, whichever came first', async () => {
    const store = await open()
    const find = prepared((sql, { keys: some }: { keys: readonly string[] }) =>
      sql
        .selectFrom('setting')
        .select('value')
        .where((where) => (some.length === 0 ? where('value', '=', '1') : where('key', 'in', some))),
    )
    await store.write(({ sql }) => putSetting.run(sql, { row: { key: 'a', value: '1' } }))
    for (const some of [['x'], [], ['a'], []]) {
      expect(await find.rows(store.read, { keys: some })).toHaveLength(some[0] === 'x' ? 0 : 1)
    }
  })

  test('bytes, nulls and a NUL in a text pass as in any other query', async () => {
    const store = await open()
    const id = await addInstance(store)
    const keep = prepared((sql, given: { id: string; sealed: Uint8Array; name: string | null }) =>
      sql
        .updateTable('instance')
        .set({ sealed_token: given.sealed, profile_name: given.name })
        .where('id', '=', given.id),
    )
    const find = () => store.read.selectFrom('instance').select(['sealed_token', 'profile_name']).executeTakeFirst()
    for (const [name, kept] of [
      ['a\0b', 'a\u{fffd}b'],
      [null, null],
    ]) {
      await store.write(({ sql }) => keep.run(sql, { id, sealed: Uint8Array.of(0, 255), name: name ?? null }))
      expect(await find()).toStrictEqual({ sealed_token: Uint8Array.of(0, 255), profile_name: kept })
    }
  })

  test('a prepared query after the end of its unit is refused', async () => {
    const store = await open()
    const put = (sql: Sql) => putSetting.run(sql, { row: { key: 'late', value: '' } })
    const escaped = await store.write(async ({ sql }) => {
      await put(sql)
      return [sql]
    })
    for (const sql of escaped) {
      await expect(put(sql)).rejects.toThrow('had ended')
      await expect(sql.executeQuery(CompiledQuery.raw('select 1'))).rejects.toThrow('had ended')
      await expect(sql.withPlugin(passing).selectFrom('setting').execute()).rejects.toThrow('had ended')
    }
    expect(await keys(store)).toEqual(['late'])
  })

  test('a plugin sees a prepared query with its values', async () => {
    const store = await open()
    const kinds: string[] = []
    const plugin: KyselyPlugin = {
      ...passing,
      transformQuery({ node }) {
        kinds.push(`${node.kind} ${JSON.stringify(node).includes('"seen"')}`)
        return node
      },
    }
    await findSettings.rows(store.read, { keys: ['before'], atMost: 1 })
    await findSettings.rows(store.read.withPlugin(plugin), { keys: ['seen'], atMost: 1 })
    expect(kinds).toEqual(['SelectQueryNode true'])
  })

  test('a query whose shape changes without end is answered all the same', async () => {
    const store = await open()
    for (let length = 1; length < 60; length++) {
      const some = Array.from({ length }, (_, at) => String(at))
      expect(await findSettings.rows(store.read, { keys: some, atMost: length })).toEqual([])
    }
  })

  test('a prepared query that looks at its values says so', async () => {
    const store = await open()
    const wrong = prepared((sql, given: { count: number }) =>
      sql
        .selectFrom('setting')
        .selectAll()
        .limit(given.count + 1),
    )
    await expect(wrong.rows(store.read, { count: 1 })).rejects.toThrow('cannot look at its values')
  })
})

const passing: KyselyPlugin = {
  transformQuery: ({ node }) => node,
  transformResult: async ({ result }) => result,
}
