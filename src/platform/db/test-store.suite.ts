import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, escapeIdentifier } from 'pg'
import { afterAll, describe, onTestFinished, test } from 'vitest'
import { type Clock, systemClock } from '../../kernel/clock.ts'
import type { StoreLog } from './engine.ts'
import { type OpenStore, openStore } from './open.ts'
import { rememberStore } from './remember/remember-store.ts'
import type { Store } from './store.ts'

export type EngineName = Store['engine']

/** Where a test's store lives: a folder or a schema of its own, that nothing else uses. */
export interface StorePlace {
  readonly engine: EngineName
  readonly options: OpenStore
  /** For a place whose store is closed, and whose tables are as the migrations made them: the rows go, they stay. */
  empty(): Promise<void>
  remove(): Promise<void>
}

const silent: StoreLog = { warn: () => undefined, error: () => undefined }

/** Makes an empty place. On PostgreSQL it is a schema in the database that TEST_DATABASE_URL names. */
export async function makePlace(engine: EngineName, clock: Clock = systemClock): Promise<StorePlace> {
  const dataDir = mkdtempSync(join(tmpdir(), 'formwire-store-'))
  const emptyFolder = () => {
    for (const name of readdirSync(dataDir)) rmSync(join(dataDir, name), { recursive: true, force: true })
  }
  const removeFolder = () => rmSync(dataDir, { recursive: true, force: true })
  if (engine === 'sqlite') {
    const options = { dataDir, clock, log: silent }
    return { engine, options, empty: async () => emptyFolder(), remove: async () => removeFolder() }
  }
  const server = process.env['TEST_DATABASE_URL'] ?? ''
  const schema = `formwire_test_${randomBytes(6).toString('hex')}`
  await runOn(server, `create schema ${escapeIdentifier(schema)}`)
  const databaseUrl = new URL(server)
  databaseUrl.searchParams.set('options', `-csearch_path=${schema}`)
  return {
    engine,
    options: { databaseUrl: databaseUrl.href, dataDir, clock, log: silent },
    async empty() {
      emptyFolder()
      await runOn(databaseUrl.href, TRUNCATE_ALL)
    },
    async remove() {
      removeFolder()
      await runOn(server, `drop schema ${escapeIdentifier(schema)} cascade`)
    },
  }
}

/** All tables of the connection's schema at once, so that no foreign key is in the way. */
const TRUNCATE_ALL = `do $$ begin
  execute (
    select 'truncate ' || string_agg(format('%I', tablename), ', ') from pg_tables
    where schemaname = current_schema() and tablename not like 'kysely_migration%'
  );
end $$`

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
  // As the gateway has it.
  const store = rememberStore(await openStore(place.options))
  return {
    store,
    async remove() {
      await store.close()
      await place.remove()
    },
  }
}

/**
 * Places that are emptied and used again: to make PostgreSQL's tables anew takes longer than most tests. One whose store
 * was not closed is not handed out again.
 */
function keepPlaces(engine: EngineName) {
  const spare: StorePlace[] = []
  const made: StorePlace[] = []
  return {
    async open(clock: Clock = systemClock) {
      let place = spare.pop()
      if (place === undefined) {
        place = await makePlace(engine)
        made.push(place)
      }
      // As the gateway has it.
      const store = rememberStore(await openStore({ ...place.options, clock }))
      return { store, place }
    },
    async giveBack({ store, place }: { store: Store; place: StorePlace }) {
      await store.close()
      await place.empty()
      spare.push(place)
    },
    async remove() {
      for (const place of made) await place.remove()
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
  const places = keepPlaces(engine)
  afterAll(() => places.remove())
  block(async (clock) => {
    const one = await places.open(clock)
    // After all hooks of the test: what still works on the store is stopped by one of them.
    onTestFinished(() => places.giveBack(one))
    return one.store
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
