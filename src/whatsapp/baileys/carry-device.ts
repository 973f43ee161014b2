import type { Store } from '../../platform/db/store.ts'
import { placeInInbox } from './inbox.ts'
import { decodeJson, encodeJson } from './key-codec.ts'
import { placeOfCredentials } from './stored-credentials.ts'
import { placeOfKey, type Sealer } from './stored-keys.ts'

export interface CarryDeviceDeps {
  store: Store
  sealer: Sealer
}

/** A device as it is carried: what its sealed boxes hold, opened. */
interface Carried {
  credential: Uint8Array
  keys: [kind: string, id: string, plain: Uint8Array][]
  /** Messages that were decrypted and that nobody has heard yet: their ratchet cannot read them twice. */
  inbox: [seq: number, plain: Uint8Array][]
}

const ROWS_AT_ONCE = 1000

/**
 * The linked device of an instance with its Signal keys, in clear, as bytes that `bringDevice` takes; null when none is
 * linked. All of it is read at one moment. The line must be closed.
 */
export async function takeDevice({ store, sealer }: CarryDeviceDeps, instanceId: string): Promise<Uint8Array | null> {
  return store.write(async ({ sql }) => {
    const credential = await sql
      .selectFrom('credential')
      .select('sealed')
      .where('instance_id', '=', instanceId)
      .executeTakeFirst()
    if (credential === undefined) return null
    const keys = await sql.selectFrom('signal_key').selectAll().where('instance_id', '=', instanceId).execute()
    const inbox = await sql
      .selectFrom('inbox')
      .selectAll()
      .where('instance_id', '=', instanceId)
      .orderBy('seq')
      .execute()
    const carried: Carried = {
      credential: sealer.open(placeOfCredentials(instanceId), credential.sealed),
      keys: keys.map(({ kind, id, sealed }) => [kind, id, sealer.open(placeOfKey(instanceId, kind, id), sealed)]),
      inbox: inbox.map(({ seq, sealed }) => [seq, sealer.open(placeInInbox(instanceId, seq), sealed)]),
    }
    return encodeJson(carried)
  })
}

/**
 * Stores a device that `takeDevice` gave, as the one of an instance that has none, in one transaction.
 * @throws Error when the instance has one, or the bytes are no device
 */
export async function bringDevice(
  { store, sealer }: CarryDeviceDeps,
  instanceId: string,
  device: Uint8Array,
): Promise<void> {
  const { credential, keys, inbox } = readDevice(device)
  const keyRows = keys.map(([kind, id, plain]) => ({
    instance_id: instanceId,
    kind,
    id,
    sealed: sealer.seal(placeOfKey(instanceId, kind, id), plain),
  }))
  const inboxRows = inbox.map(([seq, plain]) => ({
    instance_id: instanceId,
    seq,
    sealed: sealer.seal(placeInInbox(instanceId, seq), plain),
  }))
  await store.write(async ({ sql }) => {
    // Its primary key is the instance: a device that is there already is not replaced.
    await sql
      .insertInto('credential')
      .values({ instance_id: instanceId, sealed: sealer.seal(placeOfCredentials(instanceId), credential) })
      .execute()
    for (const rows of chunks(keyRows)) await sql.insertInto('signal_key').values(rows).execute()
    for (const rows of chunks(inboxRows)) await sql.insertInto('inbox').values(rows).execute()
  })
}

function readDevice(device: Uint8Array): Carried {
  const read = decodeJson(device) as Partial<Carried> | null
  const isPlain = (plain: unknown) => plain instanceof Uint8Array
  const { credential, keys, inbox } = read ?? {}
  if (!isPlain(credential) || !Array.isArray(keys) || !Array.isArray(inbox)) throw new Error('no device')
  const areKeys = keys.every(
    ([kind, id, plain]) => typeof kind === 'string' && typeof id === 'string' && isPlain(plain),
  )
  const areMessages = inbox.every(([seq, plain]) => Number.isSafeInteger(seq) && isPlain(plain))
  if (!areKeys || !areMessages) throw new Error('no device')
  return { credential: credential as Uint8Array, keys, inbox }
}

function* chunks<Row>(rows: readonly Row[]): Generator<Row[]> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) yield rows.slice(from, from + ROWS_AT_ONCE)
}
