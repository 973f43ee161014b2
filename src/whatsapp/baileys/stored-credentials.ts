import type { AuthenticationCreds } from '@whiskeysockets/baileys'
import { prepared } from '../../platform/db/prepared.ts'
import type { Store } from '../../platform/db/store.ts'
import { decodeJson, encodeJson } from './key-codec.ts'
import type { Sealer } from './stored-keys.ts'

/** The engine only asks whether any history message was ever seen, and appends to the list for ever. */
const HISTORY_MESSAGES_KEPT = 5

const findCredentials = prepared((sql, given: { instanceId: string }) =>
  sql.selectFrom('credential').select('sealed').where('instance_id', '=', given.instanceId),
)

const keepCredentials = prepared((sql, given: { instanceId: string; sealed: Uint8Array }) =>
  sql
    .insertInto('credential')
    .values({ instance_id: given.instanceId, sealed: given.sealed })
    .onConflict((conflict) =>
      conflict.column('instance_id').doUpdateSet((row) => ({ sealed: row.ref('excluded.sealed') })),
    ),
)

/** The credentials of an instance's device and what they are written as, or null when none is linked. */
export async function readCredentials(
  store: Store,
  sealer: Sealer,
  instanceId: string,
): Promise<{ creds: AuthenticationCreds; written: Uint8Array } | null> {
  const row = await findCredentials.first(store.read, { instanceId })
  if (row === undefined) return null
  const written = sealer.open(placeOfCredentials(instanceId), row.sealed)
  return { creds: decodeJson(written) as AuthenticationCreds, written }
}

/** The credentials as they are now, in the form that is kept. Pure. */
export function encodeCredentials(creds: AuthenticationCreds): Uint8Array {
  const processedHistoryMessages = creds.processedHistoryMessages.slice(-HISTORY_MESSAGES_KEPT)
  return encodeJson({ ...creds, processedHistoryMessages })
}

/** Keeps credentials, encoded. */
export async function writeCredentials(
  store: Store,
  sealer: Sealer,
  instanceId: string,
  encoded: Uint8Array,
): Promise<void> {
  const sealed = sealer.seal(placeOfCredentials(instanceId), encoded)
  await store.write(async ({ sql }) => {
    await keepCredentials.run(sql, { instanceId, sealed })
  })
}

/** Whether credentials of a linked device are stored: only those of linked devices ever are. */
export async function hasCredentials(store: Store, instanceId: string): Promise<boolean> {
  const row = await store.read
    .selectFrom('credential')
    .select('instance_id')
    .where('instance_id', '=', instanceId)
    .executeTakeFirst()
  return row !== undefined
}

/** Erases credentials and every Signal key of an instance in one transaction. */
export async function eraseDevice(store: Store, instanceId: string): Promise<void> {
  await store.write(async ({ sql }) => {
    await sql.deleteFrom('credential').where('instance_id', '=', instanceId).execute()
    await sql.deleteFrom('signal_key').where('instance_id', '=', instanceId).execute()
  })
}

/** What sealed credentials are bound to. */
export function placeOfCredentials(instanceId: string) {
  return { table: 'credential', column: 'sealed', row: instanceId }
}
