import { sql as raw } from 'kysely'
import { afterEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../kernel/clock.ts'
import { execute, keys, put } from './group-commit.suite.ts'
import { handClock } from './hand-clock.suite.ts'
import { migrateSuite } from './migrate.suite.ts'
import { openStore } from './open.ts'
import { openPostgres } from './postgres.ts'
import { inspectServer, prepareClient } from './postgres-connect.ts'
import { describeOnPostgres, makePlace, runOn } from './test-store.suite.ts'

const left: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const step of left.splice(0).reverse()) await step()
})

const log = { warn: () => undefined, error: () => undefined }
const openAt = (databaseUrl: string) => openStore({ databaseUrl, dataDir: '/nowhere', clock: systemClock, log })

async function open() {
  const place = await makePlace('postgres')
  left.push(() => place.remove())
  const store = await openStore(place.options)
  left.push(() => store.close())
  return { store, databaseUrl: place.options.databaseUrl ?? '' }
}

describe('addresses', () => {
  test('a server that is not there', async () => {
    await expect(openAt('postgres://user:hidden@127.0.0.1:1/store')).rejects.toThrow(
      /^PostgreSQL at 127\.0\.0\.1:1, database store, cannot be reached \(ECONNREFUSED\)\.$/,
    )
  })

  test('an address that cannot be read, without showing it', async () => {
    for (const address of ['postgres://user:hidden@host:port:1/x', 'mysql://user:hidden@host/x', 'hidden']) {
      const error: unknown = await openAt(address).catch((caught: unknown) => caught)
      expect(error).toMatchObject({ name: 'StoreRefused' })
      expect(error).not.toHaveProperty('cause')
      expect(String(error)).not.toContain('hidden')
    }
  })

  test('the name of a server holds neither user nor password', () => {
    const { place } = prepareClient('postgres://somebody:hidden@db.example:6432/store?sslmode=disable')
    expect(place).toBe('PostgreSQL at db.example:6432, database store,')
  })
})

describe('servers that cannot be used', () => {
  const fit = { version: 150_004, spelt: '15.4', encoding: 'UTF8', schema: 'public', standby: false }
  const inspect = (server: Partial<typeof fit> | { schema: null }) =>
    inspectServer({ query: async () => ({ rows: [{ ...fit, ...server }] }) }, 'It')

  test('one that fits tells its schema', async () => {
    expect(await inspect({})).toBe('public')
  })

  test('too old, not UTF8, a standby, no schema', async () => {
    await expect(inspect({ version: 140_009, spelt: '14.9' })).rejects.toThrow(
      'It is version 14.9; 15 or newer is needed.',
    )
    await expect(inspect({ encoding: 'LATIN1' })).rejects.toThrow('It is encoded as LATIN1; UTF8 is needed.')
    await expect(inspect({ standby: true })).rejects.toThrow('It is a standby that cannot be written.')
    await expect(inspect({ schema: null })).rejects.toThrow('It has no schema on its search_path.')
  })
})

describeOnPostgres(() => {
  migrateSuite(async () => {
    const place = await makePlace('postgres')
    left.push(() => place.remove())
    const engine = await openPostgres(place.options.databaseUrl ?? '', systemClock, log)
    left.push(() => engine.close())
    return engine
  })

  test('a wrong password and a database that is not there', async () => {
    const address = new URL(process.env['TEST_DATABASE_URL'] ?? '')
    address.pathname = '/formwire_nowhere'
    await expect(openAt(address.href)).rejects.toThrow('has no such database.')
    const user = new URL(process.env['TEST_DATABASE_URL'] ?? '')
    user.username = 'formwire_nobody'
    user.password = 'hidden'
    const error: unknown = await openAt(user.href).catch((caught: unknown) => caught)
    expect(String(error)).toMatch(/does not accept this user or its password\.$/)
    expect(String(error)).not.toContain('hidden')
  })

  test('a user who may not make tables', async () => {
    const place = await makePlace('postgres')
    left.push(() => place.remove())
    const server = process.env['TEST_DATABASE_URL'] ?? ''
    const schema = new URL(place.options.databaseUrl ?? '').searchParams.get('options')?.split('=')[1] ?? ''
    const role = `${schema}_reader`
    await runOn(server, `create role ${role} login password 'p'; grant usage on schema ${schema} to ${role}`)
    left.push(() => runOn(server, `drop owned by ${role}; drop role ${role}`))
    const address = new URL(place.options.databaseUrl ?? '')
    address.username = role
    address.password = 'p'
    await expect(openAt(address.href)).rejects.toThrow('this user may not make tables there.')
  })

  test('a unit that swallows the error of a statement is not kept, and its neighbours are', async () => {
    const { store } = await open()
    const swallow = () =>
      store.write(async (transaction) => {
        await put(transaction, 'swallowed', '1')
        await put(transaction, 'swallowed', '2').catch(() => undefined)
      })
    await expect(swallow()).rejects.toThrow()
    const [first, second, third] = await Promise.allSettled([
      store.write((transaction) => put(transaction, 'a', '1')),
      swallow(),
      store.write((transaction) => put(transaction, 'b', '1')),
    ])
    expect([first.status, second.status, third.status]).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await keys(store)).toEqual(['a', 'b'])
  })

  test('a failed statement that nobody waited for takes its own unit along and no neighbour', async () => {
    const { store } = await open()
    for (let round = 0; round < 4; round++) {
      const [first, second, third] = await Promise.allSettled([
        store.write((transaction) => put(transaction, `a${round}`, '1')),
        store.write(async (transaction) => {
          await put(transaction, 'once', '1')
          put(transaction, 'once', '2').catch(() => undefined)
        }),
        store.write((transaction) => put(transaction, `b${round}`, '1')),
      ])
      expect([first.status, second.status, third.status]).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    }
    expect(await keys(store)).toEqual(['a0', 'a1', 'a2', 'a3', 'b0', 'b1', 'b2', 'b3'])
  })

  test('queries that a unit sends at once are answered', async () => {
    const { store } = await open()
    await store.write(async (transaction) => {
      await Promise.all(['a', 'b', 'c'].map((key) => put(transaction, key, '1')))
    })
    expect(await keys(store)).toEqual(['a', 'b', 'c'])
  })

  test('a store whose connection is ended is lost: what is written then fails, and it is never taken again', async () => {
    const { store, databaseUrl } = await open()
    let told = ''
    void store.lost.then((sentence) => {
      told = sentence
    })
    const { rows } = await store.write(({ sql }) => raw<{ pid: number }>`select pg_backend_pid() as pid`.execute(sql))
    const during = store.write(async (transaction) => {
      await put(transaction, 'a', '1')
      await runOn(databaseUrl, `select pg_terminate_backend(${rows[0]?.pid})`)
      await put(transaction, 'b', '1')
    })
    await expect(during).rejects.toMatchObject({ code: 'store_failed' })
    expect(await store.lost).toMatch(/ended the connection that owns the store\.$/)
    expect(told).not.toBe('')
    const after = store.write((transaction) => put(transaction, 'c', '1'))
    await expect(after).rejects.toMatchObject({ code: 'store_failed' })
    expect(await keys(store)).toEqual([])
  })

  test('a lock that the server gave away behind our back is noticed', async () => {
    const clock = handClock()
    const place = await makePlace('postgres', clock)
    left.push(() => place.remove())
    const store = await openStore(place.options)
    left.push(() => store.close())
    await execute(store, raw`select pg_advisory_unlock_all()`)
    clock.advance()
    expect(await store.lost).toMatch(/gave our lock on the store away\.$/)
    await expect(store.write(async () => undefined)).rejects.toMatchObject({ code: 'store_failed' })
  })

  test('two stores live in two schemas of one database', async () => {
    const [first, second] = [await open(), await open()]
    await first.store.write((transaction) => put(transaction, 'a', '1'))
    expect(await keys(second.store)).toEqual([])
    await execute(second.store, raw`insert into setting values ('b', '1')`)
    expect(await keys(first.store)).toEqual(['a'])
  })
})
