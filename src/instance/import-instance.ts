import { findTokenOwner, newToken } from '../account/index.ts'
import type { Clock } from '../kernel/clock.ts'
import { newId, type Random } from '../kernel/id.ts'
import { Refused } from '../kernel/refused.ts'
import type { Store, Transaction } from '../platform/db/store.ts'
import type { Engine } from '../whatsapp/port.ts'
import { parseSettings } from './domain/settings.ts'
import type { EventSetup } from './event-setup.ts'
import { type CarriedInstance, unlockInstance } from './instance-file.ts'
import { sealProxy } from './instance-proxy.ts'
import { keepToken, type TokenKeeper } from './instance-token.ts'
import type { Lines } from './lines.ts'
import { deleteRow, findByName, findHolder, insertInstance } from './store.ts'

export interface ImportInstanceDeps {
  engine: Engine
  lines: Pick<Lines, 'of'>
  store: Store
  clock: Clock
  random: Random
  tokens: TokenKeeper
  events: Pick<EventSetup, 'bring'>
}

export interface ImportInstance {
  file: Uint8Array
  passphrase: string
  /** Its name here; undefined: the one that it had. */
  name: string | undefined
  /** Whether it connects at once. */
  connect: boolean
}

/** What was made of a file. */
export interface ImportedInstance {
  id: string
  name: string
  /** A new token, when another instance or account here has the one of the file; null: it kept its own. */
  newToken: string | null
  /** A sentence for each thing that was left out. */
  warnings: string[]
}

/**
 * Makes an instance of an account out of an exported file. What a process that is killed leaves is an instance without a
 * device, which the next start calls logged out, or nothing.
 * @throws Refused with one sentence
 */
export async function importInstance(
  deps: ImportInstanceDeps,
  accountId: string,
  wanted: ImportInstance,
): Promise<ImportedInstance> {
  const { engine, store, lines } = deps
  const carried = await unlockInstance(wanted.passphrase, wanted.file)
  const name = wanted.name ?? carried.name
  if (!/^[A-Za-z0-9_-]{1,100}$/.test(name)) {
    throw new Refused('The name of an instance has 1 to 100 letters, digits, underscores or hyphens.')
  }
  const id = newId('ins', deps.clock.now(), deps.random)
  const made = await store.write((transaction) => makeRow(deps, transaction, { id, accountId, name, carried }))
  try {
    await engine.bringDevice(id, carried.device)
  } catch (cause) {
    await store.write(({ sql }) => deleteRow(sql, id))
    throw new Refused('The file opens, but what it holds is no linked device.', { cause })
  }
  const warnings = await deps.events.bring(id, carried)
  if (wanted.connect) lines.of(id).connect()
  return { id, name, newToken: made.isNewToken ? made.token : null, warnings }
}

async function makeRow(
  deps: ImportInstanceDeps,
  { sql }: Transaction,
  { id, accountId, name, carried }: { id: string; accountId: string; name: string; carried: CarriedInstance },
): Promise<{ token: string; isNewToken: boolean }> {
  const { tokens, clock, random } = deps
  if (await findByName(sql, accountId, name)) {
    throw new Refused(`There is an instance named "${name}" already: give another --name.`)
  }
  if (await findHolder(sql, id, carried.numberJid === null ? [] : [carried.numberJid])) {
    throw new Refused('The number of this file is linked to an instance of this store already.')
  }
  const isNewToken = (await findTokenOwner(sql, tokens.hashToken(carried.token))) !== null
  const token = isNewToken ? newToken(random) : carried.token
  const now = clock.now()
  await insertInstance(sql, {
    id,
    account_id: accountId,
    name,
    ...(await keepToken(tokens, sql, id, token)),
    state: 'disconnected',
    // It has the number before it has the device: nobody else may be given it meanwhile.
    linked: 1,
    number_jid: carried.numberJid,
    number_lid: carried.numberLid,
    profile_name: carried.profileName,
    settings: JSON.stringify(parseSettings(JSON.stringify(carried.settings))),
    state_reason: null,
    sealed_proxy: sealProxy(tokens.sealer, id, carried.proxy),
    parked_at: null,
    restricted_at: null,
    banned_until: null,
    state_at: now,
    created_at: now,
    updated_at: now,
  })
  return { token, isNewToken }
}
