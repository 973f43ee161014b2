import { sql as raw } from 'kysely'
import { expect, test } from 'vitest'
import { execute, keys, put } from './group-commit.suite.ts'
import { STEPS } from './migrations/index.ts'
import { openStore } from './open.ts'
import { startOwner } from './start-owner.suite.ts'
import type { StorePlace } from './test-store.suite.ts'

/** What every store promises about starting, its owner, and a process that dies. */
export function ownerSuite(makePlace: () => Promise<StorePlace>): void {
  test('a store that is opened again has what was written, and is not made anew', async () => {
    const { options } = await makePlace()
    const first = await openStore(options)
    await first.write((transaction) => put(transaction, 'a', '1'))
    await first.close()
    const second = await openStore(options)
    expect(await keys(second)).toEqual(['a'])
    expect(await countSteps(second)).toBe(Object.keys(STEPS).length)
    await second.close()
  })

  test('a second store in the same process is refused while the first is open', async () => {
    const { options } = await makePlace()
    const first = await openStore(options)
    await expect(openStore(options)).rejects.toMatchObject({
      name: 'StoreInUse',
      message: expect.stringContaining(`is in use by another Formwire (process ${process.pid} on `),
    })
    await first.write((transaction) => put(transaction, 'a', '1'))
    await first.close()
    await (await openStore(options)).close()
  })

  test('a second process is told who holds the store, and gets it when that one was killed', async () => {
    const { options } = await makePlace()
    const holder = startOwner(options)
    await holder.said(1)
    expect(holder.lines).toEqual(['open'])
    await expect(openStore(options)).rejects.toThrow(`is in use by another Formwire (process ${holder.pid} on `)
    await holder.kill()
    await (await openStore(options)).close()
  })

  test('of processes that start at once on an empty place, one gets it', async () => {
    const { options } = await makePlace()
    const owners = [startOwner(options), startOwner(options), startOwner(options)]
    await Promise.all(owners.map((owner) => owner.said(1)))
    const said = owners.map((owner) => owner.lines[0] ?? '').toSorted()
    expect(said[0]).toBe('open')
    for (const line of said.slice(1)) expect(line).toMatch(/^refused .* is in use by another Formwire/)
    await Promise.all(owners.map((owner) => owner.end()))
    expect(owners.flatMap((owner) => owner.lines).filter((line) => line === 'closed')).toHaveLength(1)
  })

  test('what was acknowledged outlives a killed process, and no write is kept by half', async () => {
    const { options } = await makePlace()
    const seed = Number(process.env['TEST_SEED'] ?? Date.now() % 1_000)
    const lines = 200 + seed
    const owner = startOwner(options, { write: true })
    await owner.said(lines)
    await owner.kill()
    const store = await openStore(options)
    const kept = new Set(await keys(store))
    await store.close()
    const acknowledged = owner.lines.slice(1)
    const lost = acknowledged.filter((number) => !kept.has(`a${number}`) || !kept.has(`b${number}`))
    const halves = [...kept].filter((key) => !kept.has(`${key.startsWith('a') ? 'b' : 'a'}${key.slice(1)}`))
    expect({ seed, enough: acknowledged.length >= lines - 1, lost, halves }).toEqual({
      seed,
      enough: true,
      lost: [],
      halves: [],
    })
  })

  test('a store of a newer version is refused and left as it is', async () => {
    const { options } = await makePlace()
    const store = await openStore(options)
    await execute(store, raw`insert into kysely_migration values ('9999-future', '2030-01-01T00:00:00.000Z')`)
    await store.close()
    const refusal = 'was written by a newer version of Formwire (it has the step "9999-future"); nothing was changed.'
    await expect(openStore(options)).rejects.toThrow(refusal)
    await expect(openStore(options)).rejects.toThrow(refusal)
  })
}

async function countSteps(store: Awaited<ReturnType<typeof openStore>>): Promise<number> {
  const { rows } = await raw<{ count: number }>`select count(*) as count from kysely_migration`.execute(store.read)
  return rows[0]?.count ?? 0
}
