import { sql as literal } from 'kysely'
import { expect, test } from 'vitest'
import { addInstance, describeStores } from '../test-store.suite.ts'
import { type LookUp, recall } from './look-up.ts'

/** The name of an instance, and how often it was looked up on the store. */
function namesOf() {
  const asked: string[] = []
  const lookUp: LookUp<string> = {
    tables: ['instance'],
    async find(sql, id) {
      asked.push(id)
      const row = await sql.selectFrom('instance').select('name').where('id', '=', id).executeTakeFirst()
      return row?.name ?? null
    },
  }
  return { lookUp, asked }
}

describeStores((open) => {
  async function openRemembering() {
    const store = await open()
    const id = await addInstance(store)
    const { lookUp, asked } = namesOf()
    expect(await recall(store.read, lookUp, id)).toBe('shop')
    return { store, id, asked, nameNow: () => recall(store.read, lookUp, id), lookUp }
  }

  test('what was read is remembered, in transactions too, until a commit changes its table', async () => {
    const { store, id, asked, nameNow, lookUp } = await openRemembering()
    await store.write(({ sql }) => recall(sql, lookUp, id))
    await store.write(({ sql }) => sql.updateTable('account').set({ name: 'other' }).execute())
    expect(await nameNow()).toBe('shop')
    expect(asked).toHaveLength(1)
    await store.write(({ sql }) => sql.updateTable('instance').set({ name: 'new' }).execute())
    expect(await nameNow()).toBe('new')
  })

  test('what follows a commit reads what was committed', async () => {
    const { store, nameNow } = await openRemembering()
    const told = Promise.withResolvers<string | null>()
    await store.write(async ({ sql, afterCommit }) => {
      afterCommit(() => void nameNow().then(told.resolve))
      await sql.updateTable('instance').set({ name: 'new' }).execute()
    })
    expect(await told.promise).toBe('new')
  })

  test('a transaction sees its own change, and those behind it in its batch do', async () => {
    const { store, id, lookUp, nameNow } = await openRemembering()
    const rename = store.write(async ({ sql }) => {
      await sql.updateTable('instance').set({ name: 'new' }).execute()
      // Somebody else reads what is committed: it must not be taken for this transaction's.
      expect(await nameNow()).toBe('shop')
      return recall(sql, lookUp, id)
    })
    const behind = store.write(({ sql }) => recall(sql, lookUp, id))
    expect(await Promise.all([rename, behind])).toEqual(['new', 'new'])
  })

  test('a change that was rolled back is not remembered', async () => {
    const { store, id, lookUp, nameNow } = await openRemembering()
    const broken = store.write(async ({ sql }) => {
      await sql.updateTable('instance').set({ name: 'new' }).execute()
      await recall(sql, lookUp, id)
      throw new Error('broken off')
    })
    await expect(broken).rejects.toThrow('broken off')
    expect(await nameNow()).toBe('shop')
    expect(await store.write(({ sql }) => recall(sql, lookUp, id))).toBe('shop')
  })

  test('what hangs on an account or an instance is forgotten with it', async () => {
    const { store, nameNow } = await openRemembering()
    await store.write(({ sql }) => sql.deleteFrom('account').execute())
    expect(await nameNow()).toBeNull()
  })

  test('a statement that was compiled before is seen like any other', async () => {
    const { store, nameNow } = await openRemembering()
    const rename = store.read.updateTable('instance').set({ name: 'new' }).compile()
    await store.write(({ sql }) => sql.executeQuery(rename))
    expect(await nameNow()).toBe('new')
  })

  test('a statement that nobody can read makes everything forgotten', async () => {
    const { store, nameNow } = await openRemembering()
    await store.write(({ sql }) => literal`update instance set name = 'new'`.execute(sql))
    expect(await nameNow()).toBe('new')
  })
})
