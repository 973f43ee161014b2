import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Schema } from '../platform/db/schema.ts'
import type { Sql, Store } from '../platform/db/store.ts'
import { describeStores } from '../platform/db/test-store.suite.ts'
import {
  checkCanary,
  createSealer,
  hashToken,
  keepTokenKey,
  loadTokenKey,
  type Sealer,
} from '../platform/secret/index.ts'
import { resealStore } from './rotate-secret.ts'
import { readBoxes, SEALED_COLUMNS } from './sealed-columns.ts'

const OLD_KEY = new Uint8Array(32).fill(1)
const [old, next] = [createSealer(OLD_KEY), createSealer(new Uint8Array(32).fill(2))]
const moveTokenKey = (transaction: Sql, to: Sealer) => keepTokenKey(transaction, to, OLD_KEY)
/** More than are read at once. */
const KEYS = 1_203

/** A box in every column that has any, and many of what there are many of. */
async function seed(store: Store): Promise<void> {
  const seal = (table: keyof Schema, column: string, row: string) => old.sealText({ table, column, row }, row)
  await checkCanary(store, old)
  await store.write(async ({ sql: queries }) => {
    await queries.insertInto('account').values({ id: 'acc', name: 'a', token_hash: 'h', created_at: 1 }).execute()
    for (const id of ['ins_1', 'ins_2']) {
      const row = {
        id,
        account_id: 'acc',
        name: id,
        token_hash: id,
        sealed_token: seal('instance', 'sealed_token', id),
        sealed_proxy: id === 'ins_1' ? seal('instance', 'sealed_proxy', id) : null,
        state: 'disconnected' as const,
        linked: 1,
        number_jid: null,
        number_lid: null,
        profile_name: null,
        settings: '{}',
        state_reason: null,
        parked_at: null,
        restricted_at: null,
        banned_until: null,
        created_at: 1,
        updated_at: 1,
      }
      await queries.insertInto('instance').values(row).execute()
      await queries
        .insertInto('credential')
        .values({ instance_id: id, sealed: seal('credential', 'sealed', id) })
        .execute()
    }
    const rows = Array.from({ length: KEYS }, (_, index) => {
      const [instance_id, kind, id] = [`ins_${1 + (index % 2)}`, index % 3 === 0 ? 'session' : 'pre-key', `k/${index}`]
      return { instance_id, kind, id, sealed: seal('signal_key', 'sealed', `${instance_id}/${kind}/${id}`) }
    })
    await queries.insertInto('signal_key').values(rows).execute()
    const seq = 1_790_000_000_000_001
    await queries
      .insertInto('inbox')
      .values({ instance_id: 'ins_1', seq, sealed: seal('inbox', 'sealed', `ins_1/${seq}`) })
      .execute()
    const sealed = {
      sealed_secret: seal('webhook', 'sealed_secret', 'wh_1'),
      sealed_authorization: seal('webhook', 'sealed_authorization', 'wh_1'),
      sealed_previous_secret: seal('webhook', 'sealed_previous_secret', 'wh_1'),
    }
    const webhook = {
      id: 'wh_1',
      instance_id: 'ins_1',
      label: 'default',
      enabled: 1,
      url: 'http://127.0.0.1/',
      ...sealed,
    }
    const rest = { by_events: 0, events: '[]', media_base64: 0, created_at: 1, updated_at: 1 }
    const none = { previous_secret_until: null, failing_since: null, paused_at: null }
    await queries
      .insertInto('webhook')
      .values({ ...webhook, ...rest, ...none })
      .execute()
  })
}

/** How many boxes a sealer opens, each with what it was sealed with. */
async function countOpened(store: Store, sealer: Sealer): Promise<number> {
  let count = 0
  for (const column of SEALED_COLUMNS) {
    let boxes = await readBoxes(store.read, column, null)
    while (boxes.length > 0) {
      for (const { place, box } of boxes) if (sealer.openText(place, box) === place.row) count += 1
      boxes = await readBoxes(store.read, column, boxes.at(-1) ?? null)
    }
  }
  return count
}

const ALL = KEYS + 9

describeStores((open, engine) => {
  test('everything that was sealed has the new key, and tokens hash as they did', async () => {
    const store = await open()
    await seed(store)
    expect(await resealStore(store, { from: old, to: next }, moveTokenKey)).toBe(ALL)
    expect(await countOpened(store, next)).toBe(ALL)
    await checkCanary(store, next)
    await expect(checkCanary(store, old)).rejects.toThrow('secret key')
    const tokenKey = await loadTokenKey(store, next, new Uint8Array(32).fill(2))
    expect(hashToken(tokenKey, 'token')).toBe(hashToken(OLD_KEY, 'token'))
  })

  test.each([1, 2, 5, 700, ALL, ALL + 1, ALL + 2])(
    'what breaks at box %i leaves the old key in its right',
    async (at) => {
      const store = await open()
      await seed(store)
      let sealed = 0
      const count = () => {
        sealed += 1
        if (sealed === at) throw new Error('broken off')
      }
      const breaking: Sealer = {
        ...next,
        seal(place, plain) {
          count()
          return next.seal(place, plain)
        },
        sealText(place, plain) {
          count()
          return next.sealText(place, plain)
        },
      }
      await expect(resealStore(store, { from: old, to: breaking }, moveTokenKey)).rejects.toThrow('broken off')
      expect(await countOpened(store, old)).toBe(ALL)
      await checkCanary(store, old)
      expect(await loadTokenKey(store, old, OLD_KEY)).toBe(OLD_KEY)
    },
  )

  test('a box that does not open is one sentence, and nothing is changed', async () => {
    const store = await open()
    await seed(store)
    const sealed_secret = next.sealText({ table: 'webhook', column: 'sealed_secret', row: 'wh_1' }, 'x')
    await store.write(({ sql: queries }) => queries.updateTable('webhook').set({ sealed_secret }).execute())
    await expect(resealStore(store, { from: old, to: next }, moveTokenKey)).rejects.toMatchObject({
      name: 'Refused',
      message: expect.stringContaining('webhook.sealed_secret was sealed with another secret key: nothing was changed'),
    })
    await checkCanary(store, old)
  })

  test.runIf(engine === 'sqlite')('every sealed column of the store is known', async () => {
    const store = await open()
    const { rows } = await sql<{ at: string }>`
      select m.name || '.' || c.name as at from sqlite_master m join pragma_table_info(m.name) c
      where m.type = 'table' and c.name like 'sealed%'`.execute(store.read)
    expect(SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`).toSorted()).toEqual(
      rows.map(({ at }) => at).toSorted(),
    )
  })
})
