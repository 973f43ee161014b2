import { createHash, randomBytes } from 'node:crypto'
import type { SignalDataSet } from '@whiskeysockets/baileys'
import type { KyselyPlugin } from 'kysely'
import { expect, test } from 'vitest'
import type { Sql, Store } from '../../platform/db/store.ts'
import { addInstance, describeStores } from '../../platform/db/test-store.suite.ts'
import { createSealer } from '../../platform/secret/index.ts'
import { placeInInbox } from './inbox.ts'
import { storedKeys } from './stored-keys.ts'

/** A store on which the n-th statement that changes something fails; all are counted. */
function failingAt(store: Store, failing: number): { store: Store; statements: () => number } {
  let statements = 0
  const watch: KyselyPlugin = {
    transformQuery({ node }) {
      const isChange = node.kind === 'InsertQueryNode' || node.kind === 'DeleteQueryNode'
      if (isChange && ++statements === failing) throw new Error('power gone')
      return node
    },
    transformResult: async ({ result }) => result,
  }
  return {
    store: {
      ...store,
      get read() {
        return store.read
      },
      write: (unit) => store.write((transaction) => unit({ ...transaction, sql: transaction.sql.withPlugin(watch) })),
    },
    statements: () => statements,
  }
}

const PRE_KEYS = 2_500

function change(version: string): SignalDataSet {
  const pair = { public: Buffer.from(version), private: Buffer.from(version) }
  return {
    'pre-key': Object.fromEntries(Array.from({ length: PRE_KEYS }, (_, at) => [at, pair])),
    session: { a: Buffer.from(version), old: null },
    'identity-key': { a: Buffer.from(version), old: null },
  }
}

describeStores((open) => {
  const sealer = createSealer(randomBytes(32))

  test('a change of several keys is one statement', async () => {
    const { store, statements } = failingAt(await open(), 0)
    const keys = storedKeys(store, sealer, await addInstance(store))
    const before = statements()
    const pair = { public: Buffer.alloc(32), private: Buffer.alloc(32) }
    await keys.write({
      session: { a: Buffer.alloc(400), b: Buffer.alloc(400) },
      'identity-key': { a: Buffer.alloc(33) },
      'pre-key': { 1: pair, 2: pair },
    })
    expect(statements() - before).toBe(1)
  })

  test('a write that breaks off anywhere leaves everything as it was, the message beside it too', async () => {
    const whole = await open()
    const id = await addInstance(whole)
    const old = { session: { old: Buffer.from('old') }, 'identity-key': { old: Buffer.from('old') } }
    await storedKeys(whole, sealer, id).write({ ...change('one'), ...old })
    const rows = async () => {
      const found = await whole.read.selectFrom('signal_key').selectAll().orderBy('kind').orderBy('id').execute()
      const all = found.flatMap(({ kind, id, sealed }) => [Buffer.from(`${kind} ${id} `), sealed])
      return { count: found.length, digest: createHash('sha256').update(Buffer.concat(all)).digest('hex') }
    }
    const inbox = () => whole.read.selectFrom('inbox').select('seq').execute()
    const sealed = sealer.seal(placeInInbox(id, 1), Buffer.from('{}'))
    const beside = async (sql: Sql) => {
      await sql.insertInto('inbox').values({ instance_id: id, seq: 1, sealed }).execute()
    }
    const before = await rows()
    let failing = 1
    for (; ; failing++) {
      const { store } = failingAt(whole, failing)
      const isWritten = await storedKeys(store, sealer, id)
        .write(change('two'), beside)
        .then(
          () => true,
          () => false,
        )
      if (isWritten) break
      expect(await rows()).toEqual(before)
      expect(await inbox()).toEqual([])
    }
    // The message, three portions of keys, and an erasure for each of two kinds.
    expect(failing).toBe(7)
    expect(await rows()).toMatchObject({ count: PRE_KEYS + 2 })
    expect((await storedKeys(whole, sealer, id).read('session', ['a', 'old'])).get('a')?.toString()).toBe('two')
    expect(await inbox()).toHaveLength(1)
  })
})
