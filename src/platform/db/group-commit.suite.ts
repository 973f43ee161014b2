import { setImmediate as nextTurn } from 'node:timers/promises'
import { type RawBuilder, sql as raw } from 'kysely'
import { expect, test } from 'vitest'
import type { Store, Transaction } from './store.ts'

/** What every store promises of `write`. */
export function groupCommitSuite(open: () => Promise<Store>): void {
  test('what a unit wrote is read after its promise', async () => {
    const store = await open()
    const result = await store.write(async (transaction) => {
      await put(transaction, 'greeting', 'hello')
      return 7
    })
    expect(result).toBe(7)
    expect(await keys(store)).toEqual(['greeting'])
  })

  test('a lone unit that throws leaves nothing, and its error comes through as it is', async () => {
    const store = await open()
    const error = new RangeError('no')
    const write = store.write(async (transaction) => {
      await put(transaction, 'a', '1')
      throw error
    })
    await expect(write).rejects.toBe(error)
    expect(await keys(store)).toEqual([])
  })

  test('of a thousand units at once, those that throw are rolled back alone', async () => {
    const store = await open()
    const outcomes = await Promise.allSettled(
      Array.from({ length: 1000 }, (_, index) =>
        store.write(async (transaction) => {
          await put(transaction, name(index), '1')
          if (index % 7 === 3) throw new Error(`unit ${index}`)
          return index
        }),
      ),
    )
    const kept = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [name(outcome.value)] : []))
    expect(kept).toHaveLength(857)
    expect(await keys(store)).toEqual(kept)
  })

  test('a unit that may wait runs before the next one, or by itself when its time is over', async () => {
    const store = await open()
    const order: string[] = []
    const patient = store.write(async () => void order.push('patient'), { withinMs: 3_600_000 })
    await store.write(async () => void order.push('next'))
    await patient
    expect(order).toEqual(['patient', 'next'])
    const hours = store.write((transaction) => put(transaction, 'hours', '1'), { withinMs: 3_600_000 })
    await store.write((transaction) => put(transaction, 'soon', '1'), { withinMs: 1 })
    await hours
    expect(await keys(store)).toEqual(['hours', 'soon'])
  })

  test('a unit that may wait, and comes while others are committed, asks for no commit of its own', async () => {
    const store = await open()
    const order: string[] = []
    let patient: Promise<void> | undefined
    await store.write(async ({ afterCommit }) => {
      afterCommit(() => {
        patient = store.write(async () => void order.push('patient'), { withinMs: 3_600_000 })
      })
    })
    // Far more turns of the event loop, and answers of the store, than a commit takes.
    for (let turn = 0; turn < 20; turn += 1) {
      await keys(store)
      await nextTurn()
    }
    expect(order).toEqual([])
    await store.write(async () => void order.push('next'))
    await patient
    expect(order).toEqual(['patient', 'next'])
  })

  test('a unit that may wait is written when the store closes', async () => {
    const store = await open()
    const patient = store.write((transaction) => put(transaction, 'last', '1'), { withinMs: 3_600_000 })
    await store.close()
    await patient
  })

  test('a unit whose statement fails does not take its neighbours along', async () => {
    const store = await open()
    const [first, second, third] = await Promise.allSettled([
      store.write((transaction) => put(transaction, 'a', '1')),
      store.write((transaction) => put(transaction, 'a', '2')),
      store.write((transaction) => put(transaction, 'b', '3')),
    ])
    expect([first.status, second.status, third.status]).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await keys(store)).toEqual(['a', 'b'])
  })

  test('units see what earlier ones of their batch wrote, and run in the order of their calls', async () => {
    const store = await open()
    const counts = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        store.write(async (transaction) => {
          await put(transaction, name(index), '1')
          const { count } = await transaction.sql
            .selectFrom('setting')
            .select((select) => select.fn.countAll<number>().as('count'))
            .executeTakeFirstOrThrow()
          return count
        }),
      ),
    )
    expect(counts).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
  })

  test('tasks run after the commit, in order, and not for a unit that was rolled back', async () => {
    const store = await open()
    const told: string[] = []
    await Promise.allSettled(
      ['a', 'b', 'c'].map((key) =>
        store.write(async (transaction) => {
          transaction.afterCommit(() => told.push(`${key}1`))
          await put(transaction, key, '1')
          transaction.afterCommit(() => told.push(`${key}2`))
          if (key === 'b') throw new Error('no')
          expect(told).toEqual([])
        }),
      ),
    )
    expect(told).toEqual(['a1', 'a2', 'c1', 'c2'])
  })

  test('a task that throws harms neither its unit nor the next task', async () => {
    const store = await open()
    let ran = false
    await store.write(async (transaction) => {
      transaction.afterCommit(() => {
        throw new Error('no')
      })
      transaction.afterCommit(() => {
        ran = true
      })
    })
    expect(ran).toBe(true)
  })

  test('a commit that fails rejects its whole batch, and the store goes on', async () => {
    const store = await open()
    await execute(store, raw`create table late (owner text references account (id) deferrable initially deferred)`)
    let ran = false
    const batch = [
      store.write((transaction) => put(transaction, 'a', '1')),
      store.write(async (transaction) => {
        transaction.afterCommit(() => {
          ran = true
        })
        await raw`insert into late values ('nobody')`.execute(transaction.sql)
      }),
    ]
    for (const write of batch) await expect(write).rejects.toMatchObject({ code: 'store_failed' })
    expect(ran).toBe(false)
    await store.write((transaction) => put(transaction, 'b', '1'))
    expect(await keys(store)).toEqual(['b'])
  })

  test('readers do not see a unit that is under way', async () => {
    const store = await open()
    const seen = await store.write(async (transaction) => {
      await put(transaction, 'a', '1')
      return keys(store)
    })
    expect(seen).toEqual([])
    expect(await keys(store)).toEqual(['a'])
  })

  test('a write inside a unit is refused, for it would wait for itself', async () => {
    const store = await open()
    const write = store.write(async () => {
      await store.write((transaction) => put(transaction, 'a', '1'))
    })
    await expect(write).rejects.toThrow('would wait for itself')
    expect(await keys(store)).toEqual([])
  })

  test('a task after the commit may write again', async () => {
    const store = await open()
    const { promise, resolve } = Promise.withResolvers<void>()
    await store.write(async (transaction) => {
      transaction.afterCommit(() => resolve(store.write((next) => put(next, 'later', '1'))))
    })
    await promise
    expect(await keys(store)).toEqual(['later'])
  })

  test('a query after the end of its unit is refused', async () => {
    const store = await open()
    const escaped = await store.write(async (transaction) => [transaction])
    for (const transaction of escaped) await expect(put(transaction, 'a', '1')).rejects.toThrow('had ended')
  })

  test('closing keeps what waits and refuses what comes later', async () => {
    const store = await open()
    const writes = Array.from({ length: 300 }, (_, index) =>
      store.write((transaction) => put(transaction, name(index), '1')),
    )
    const closed = store.close()
    await expect(store.write(async () => undefined)).rejects.toMatchObject({ code: 'shutting_down' })
    await expect(Promise.all(writes)).resolves.toHaveLength(300)
    await closed
    await store.close()
  })
}

export async function put({ sql }: Transaction, key: string, value: string): Promise<void> {
  await sql.insertInto('setting').values({ key, value }).execute()
}

export async function keys(store: Store): Promise<string[]> {
  const rows = await store.read.selectFrom('setting').select('key').orderBy('key').execute()
  return rows.map(({ key }) => key)
}

export async function execute(store: Store, statement: RawBuilder<unknown>): Promise<void> {
  await store.write(async ({ sql }) => {
    await statement.execute(sql)
  })
}

function name(index: number): string {
  return String(index).padStart(4, '0')
}
