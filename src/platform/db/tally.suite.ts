import { expect, test } from 'vitest'
import { keys, put } from './group-commit.suite.ts'
import type { Store, Tally } from './store.ts'

interface Count {
  key: string
  n: number
}

/** What every store promises of what many units of one batch add to. */
export function tallySuite(open: () => Promise<Store>): void {
  function counting() {
    const written: Count[][] = []
    const tally: Tally<Count> = {
      keyOf: ({ key }) => key,
      add: (one, other) => ({ ...one, n: one.n + other.n }),
      async write(sql, rows) {
        written.push([...rows])
        for (const { key, n } of rows)
          await sql
            .insertInto('setting')
            .values({ key, value: String(n) })
            .execute()
      },
    }
    return { tally, written }
  }

  test('what the units of a batch add to a tally is written once, in their commit', async () => {
    const store = await open()
    const { tally, written } = counting()
    await Promise.all(
      [1, 2, 3].map((n) =>
        store.write(async (transaction) => {
          transaction.tally(tally, [{ key: 'all', n }])
          transaction.tally(tally, [
            { key: 'all', n: 10 },
            { key: `only ${n}`, n },
          ])
        }),
      ),
    )
    expect(written.map((rows) => rows.toSorted((one, other) => (one.key < other.key ? -1 : 1)))).toEqual([
      [
        { key: 'all', n: 36 },
        { key: 'only 1', n: 1 },
        { key: 'only 2', n: 2 },
        { key: 'only 3', n: 3 },
      ],
    ])
    expect(await keys(store)).toEqual(['all', 'only 1', 'only 2', 'only 3'])
  })

  test('a unit that is rolled back adds nothing', async () => {
    const store = await open()
    const { tally, written } = counting()
    const broken = store.write(async (transaction) => {
      transaction.tally(tally, [{ key: 'all', n: 100 }])
      throw new Error('no')
    })
    const kept = store.write(async (transaction) => transaction.tally(tally, [{ key: 'all', n: 1 }]))
    await expect(broken).rejects.toThrow('no')
    await kept
    expect(written).toEqual([[{ key: 'all', n: 1 }]])
  })

  test('of a batch whose tally cannot be written nothing is kept, and everybody is told', async () => {
    const store = await open()
    const tally: Tally<Count> = {
      ...counting().tally,
      async write() {
        throw new Error('no room')
      },
    }
    const units = ['a', 'b'].map((key) =>
      store.write(async (transaction) => {
        await put(transaction, key, '1')
        if (key === 'b') transaction.tally(tally, [{ key, n: 1 }])
      }),
    )
    for (const { status } of await Promise.allSettled(units)) expect(status).toBe('rejected')
    expect(await keys(store)).toEqual([])
    await store.write((transaction) => put(transaction, 'later', '1'))
    expect(await keys(store)).toEqual(['later'])
  })

  test('a unit that has ended adds nothing more', async () => {
    const store = await open()
    const [escaped] = await store.write(async (transaction) => [transaction])
    expect(() => escaped?.tally(counting().tally, [{ key: 'late', n: 1 }])).toThrow('had ended')
  })
}
