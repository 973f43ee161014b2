import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, escapeIdentifier } from 'pg'
import { afterEach, describe, test } from 'vitest'
import { type Clock, systemClock } from '../../kernel/clock.ts'
import type { StoreLog } from './engine.ts'
import { type OpenStore, openStore } from './open.ts'
import type { Store } from './store.ts'

export type EngineName = Store['engine']

/** Where a test's store lives: a folder or a schema of its own, that nothing else uses. */
export interface StorePlace {
  readonly engine: EngineName
  readonly options: OpenStore
  remove(): Promise<void>
}

const silent: StoreLog = { warn: () => undefined, error: () => undefined }

/** Makes an empty place. On PostgreSQL it is a schema in the database that TEST_DATABASE_URL names. */
export async function makePlace(engine: EngineName, clock: Clock = systemClock): Promise<StorePlace> {
  const dataDir = mkdtempSync(join(tmpdir(), 'formwire-store-'))
  const removeFolder = () => rmSync(dataDir, { recursive: true, force: true })
  if (engine === 'sqlite') {
    return { engine, options: { dataDir, clock, log: silent }, remove: async () => removeFolder() }
  }
  const server = process.env['TEST_DATABASE_URL'] ?? ''
  const schema = `formwire_test_${randomBytes(6).toString('hex')}`
  await runOn(server, `create schema ${escapeIdentifier(schema)}`)
  const databaseUrl = new URL(server)
  databaseUrl.searchParams.set('options', `-csearch_path=${schema}`)
  return {
    engine,
    options: { databaseUrl: databaseUrl.href, dataDir, clock, log: silent },
    async remove() {
      removeFolder()
      await runOn(server, `drop schema ${escapeIdentifier(schema)} cascade`)
    },
  }
}

/** Runs statements on a PostgreSQL of the tests, beside the store. */
export async function runOn(databaseUrl: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** A fresh store, and what closes it and removes its place. */
export async function openTestStore(engine: EngineName, clock: Clock = systemClock) {
  const place = await makePlace(engine, clock)
  const store = await openStore(place.options)
  return {
    store,
    async remove() {
      await store.close()
      await place.remove()
    },
  }
}

/**
 * Runs a block of tests on both engines. `open` gives a fresh store, that goes when its test ends: call it in a test or
 * in `beforeEach`. PostgreSQL is used when TEST_DATABASE_URL is set and skipped otherwise; `store.postgres.test.ts`
 * makes sure that CI sets it.
 */
export function describeStores(block: (open: (clock?: Clock) => Promise<Store>, engine: EngineName) => void): void {
  describe('on SQLite', () => runBlock('sqlite', block))
  describeOnPostgres(() => runBlock('postgres', block))
}

/** A block that needs PostgreSQL. */
export function describeOnPostgres(block: () => void): void {
  describe('on PostgreSQL', () => {
    if (process.env['TEST_DATABASE_URL']) block()
    else test.skip('skipped: TEST_DATABASE_URL is not set', () => undefined)
  })
}

function runBlock(
  engine: EngineName,
  block: (open: (clock?: Clock) => Promise<Store>, engine: EngineName) => void,
): void {
  const opened: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const remove of opened.splice(0)) await remove()
  })
  block(async (clock) => {
    const { store, remove } = await openTestStore(engine, clock)
    opened.push(remove)
    return store
  }, engine)
}

/** An account and an instance for rows to belong to: their ids are `acc_<name>` and `ins_<name>`. */
export async function addInstance(store: Store, name = 'shop'): Promise<string> {
  const id = `ins_${name}`
  await store.write(async ({ sql }) => {
    await sql
      .insertInto('account')
      .values({ id: `acc_${name}`, name, token_hash: `account-${name}`, created_at: 1 })
      .execute()
    await sql
      .insertInto('instance')
      .values({
        id,
        account_id: `acc_${name}`,
        name,
        token_hash: `instance-${name}`,
        sealed_token: Uint8Array.of(1),
        state: 'disconnected',
        linked: 0,
        number_jid: null,
        number_lid: null,
        profile_name: null,
        settings: '{}',
        created_at: 1,
        updated_at: 1,
      })
      .execute()
  })
  return id
}
