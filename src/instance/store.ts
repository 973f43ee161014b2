import type { Selectable, Updateable } from 'kysely'
import { INSTANCE_STATES, type InstanceWord } from '../kernel/instance-state.ts'
import { prepared } from '../platform/db/prepared.ts'
import { type LookUp, recall } from '../platform/db/remember/look-up.ts'
import type { InstanceTable } from '../platform/db/schema.ts'
import type { Sql } from '../platform/db/store.ts'
import { readReason, type StateReason } from './domain/describe-state.ts'
import { parseSettings, type Settings } from './domain/settings.ts'

type InstanceRow = Selectable<InstanceTable>

/** A number that an account linked or will link. Times are Unix milliseconds. */
export interface Instance {
  id: string
  accountId: string
  name: string
  state: InstanceWord
  /** Whether a number is linked to it. */
  isLinked: boolean
  numberJid: string | null
  numberLid: string | null
  profileName: string | null
  settings: Settings
  /** Why it is in its state; null: nothing is to be said. */
  stateReason: StateReason | null
  /** Opened by the sealer of the instance's proxies; null: it connects directly. */
  sealedProxy: Uint8Array | null
  /** Since when it must not connect, for its keys were taken elsewhere; null: it may. */
  parkedAt: number | null
  /** When WhatsApp last refused a first message to a stranger; null: it did not, or the stop was lifted. */
  restrictedAt: number | null
  /** When the ban that it is under ends; null: it is under none, or WhatsApp did not say. */
  bannedUntil: number | null
  /** Since when it is in its state; null: not known. */
  stateAt: number | null
  /** Opened by the sealer of the instance's tokens. */
  sealedToken: Uint8Array
  createdAt: number
  updatedAt: number
}

export async function insertInstance(sql: Sql, row: InstanceRow): Promise<Instance> {
  await sql.insertInto('instance').values(row).execute()
  return instanceOf(row)
}

const byId = prepared((sql, given: { id: string }) => sql.selectFrom('instance').selectAll().where('id', '=', given.id))

const BY_ID: LookUp<Instance> = {
  tables: ['instance'],
  async find(sql, id) {
    const row = await byId.first(sql, { id })
    return row ? instanceOf(row) : null
  },
}

export function findInstance(sql: Sql, id: string): Promise<Instance | null> {
  return recall(sql, BY_ID, id)
}

const BY_NAME: LookUp<Instance, [accountId: string, name: string]> = {
  tables: ['instance'],
  async find(sql, accountId, name) {
    const row = await sql
      .selectFrom('instance')
      .selectAll()
      .where('account_id', '=', accountId)
      .where('name', '=', name)
      .executeTakeFirst()
    return row ? instanceOf(row) : null
  },
}

export function findByName(sql: Sql, accountId: string, name: string): Promise<Instance | null> {
  return recall(sql, BY_NAME, accountId, name)
}

/** The instances of a name, of every account. */
export async function findAllNamed(sql: Sql, name: string): Promise<Instance[]> {
  const rows = await sql.selectFrom('instance').selectAll().where('name', '=', name).execute()
  return rows.map(instanceOf)
}

/** Instances of an account in the order they were made, all of them or those with a name of the list. */
export async function findInstances(sql: Sql, accountId: string, names: readonly string[] | null): Promise<Instance[]> {
  if (names?.length === 0) return []
  const all = sql.selectFrom('instance').selectAll().where('account_id', '=', accountId)
  const wanted = names === null ? all : all.where('name', 'in', [...names])
  const rows = await wanted.orderBy('created_at').orderBy('id').execute()
  return rows.map(instanceOf)
}

export async function countInstances(sql: Sql, accountId: string): Promise<number> {
  const { count } = await sql
    .selectFrom('instance')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** How many instances are in each state, those that have a number here and may connect apart from the others. */
export async function countStates(sql: Sql): Promise<{ state: InstanceWord; isLinked: boolean; count: number }[]> {
  const rows = await sql
    .selectFrom('instance')
    .select(({ eb, fn }) => [
      'state',
      eb.case().when('parked_at', 'is', null).then(eb.ref('linked')).else(0).end().as('is_linked'),
      fn.countAll().as('count'),
    ])
    .groupBy(['state', 'linked', 'parked_at'])
    .execute()
  const countOf = (state: InstanceWord, linked: number) =>
    rows.reduce((sum, row) => sum + (row.state === state && row.is_linked === linked ? Number(row.count) : 0), 0)
  return INSTANCE_STATES.flatMap((state) =>
    [true, false].map((isLinked) => ({ state, isLinked, count: countOf(state, isLinked ? 1 : 0) })),
  )
}

/** Ids of every instance of the store. */
export async function findAllIds(sql: Sql): Promise<string[]> {
  const rows = await sql.selectFrom('instance').select('id').orderBy('created_at').execute()
  return rows.map((row) => row.id)
}

/** The instances of the store that may connect, as far as a start has to know them. */
export async function findUnparked(sql: Sql): Promise<Pick<Instance, 'id' | 'state' | 'stateReason'>[]> {
  const rows = await sql
    .selectFrom('instance')
    .select(['id', 'state', 'state_reason'])
    .where('parked_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(({ id, state, state_reason }) => ({ id, state, stateReason: readReason(state_reason) }))
}

/** What changes of an instance beside its state. */
type Change = Omit<Updateable<InstanceTable>, 'state' | 'state_at'>

export async function updateInstance(sql: Sql, id: string, change: Change): Promise<void> {
  await sql.updateTable('instance').set(change).where('id', '=', id).execute()
}

type StateChange = Change & { state: InstanceWord }

const putIntoState = prepared((sql, given: { id: string; change: StateChange; since: number | null }) =>
  sql
    .updateTable('instance')
    .set(({ eb, ref, val }) => ({
      ...given.change,
      // Kysely writes a bare number into the statement itself, which would be another one with every moment.
      state_at: eb.case().when('state', '=', given.change.state).then(ref('state_at')).else(val(given.since)).end(),
    }))
    .where('id', '=', given.id),
)

/**
 * Puts an instance into a state, with what else changes. `since`: when it came into it, in Unix milliseconds; of the
 * state that it has already, the moment stays as it was.
 */
export async function changeState(
  sql: Sql,
  id: string,
  { since, ...change }: StateChange & { since: number | null },
): Promise<void> {
  await putIntoState.run(sql, { id, change, since })
}

/** The other instance that a number is linked to and may connect, by any of these JIDs of it; null: it is free. */
export async function findHolder(sql: Sql, instanceId: string, jids: readonly string[]): Promise<Instance | null> {
  if (jids.length === 0) return null
  const row = await sql
    .selectFrom('instance')
    .selectAll()
    .where('number_jid', 'in', [...jids])
    .where('linked', '=', 1)
    .where('parked_at', 'is', null)
    .where('id', '!=', instanceId)
    .executeTakeFirst()
  return row ? instanceOf(row) : null
}

/** Instances that may connect and were on the line when the process ended, or are said to be linked. */
export async function findLeftStates(sql: Sql): Promise<Instance[]> {
  const rows = await sql
    .selectFrom('instance')
    .selectAll()
    .where('parked_at', 'is', null)
    .where((where) => where.or([where('state', 'in', ['connected', 'connecting']), where('linked', '=', 1)]))
    .orderBy('created_at')
    .execute()
  return rows.map(instanceOf)
}

/** With the instance goes everything that hangs on it. */
export async function deleteRow(sql: Sql, id: string): Promise<void> {
  await sql.deleteFrom('instance').where('id', '=', id).execute()
}

function instanceOf(row: InstanceRow): Instance {
  return {
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    state: row.state,
    isLinked: row.linked === 1,
    numberJid: row.number_jid,
    numberLid: row.number_lid,
    profileName: row.profile_name,
    settings: parseSettings(row.settings),
    stateReason: readReason(row.state_reason),
    sealedProxy: row.sealed_proxy,
    parkedAt: row.parked_at,
    restrictedAt: row.restricted_at,
    bannedUntil: row.banned_until,
    stateAt: row.state_at,
    sealedToken: row.sealed_token,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
