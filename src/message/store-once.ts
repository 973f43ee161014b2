import type { ErrorCode } from '../kernel/errors.ts'
import type { Sql } from '../platform/db/store.ts'
import type { OnceKey } from './send-call.ts'
import type { Message } from './store.ts'
import type { SendReply } from './view.ts'

/** What a call with a key was answered. */
export type KeptReply = { reply: SendReply } | { error: { code: ErrorCode; message: string } }

type Key = Pick<OnceKey, 'route' | 'key'>

/** The claim of a key that was made after `since`. */
export async function findClaim(sql: Sql, instanceId: string, { route, key }: Key, since: number) {
  return sql
    .selectFrom('idempotency')
    .selectAll()
    .where('instance_id', '=', instanceId)
    .where('route', '=', route)
    .where('key', '=', key)
    .where('created_at', '>', since)
    .executeTakeFirst()
}

/** Claims a key for a message, in place of a claim that is over. */
export async function putClaim(sql: Sql, instanceId: string, once: OnceKey, message: Message): Promise<void> {
  await dropClaim(sql, instanceId, once)
  const { route, key, bodyHash } = once
  await sql
    .insertInto('idempotency')
    .values({
      instance_id: instanceId,
      route,
      key,
      body_hash: bodyHash,
      message: message.id,
      answer: null,
      created_at: message.created_at,
    })
    .execute()
}

export async function keepReply(sql: Sql, instanceId: string, { route, key }: Key, answer: KeptReply) {
  await sql
    .updateTable('idempotency')
    .set({ answer: JSON.stringify(answer) })
    .where('instance_id', '=', instanceId)
    .where('route', '=', route)
    .where('key', '=', key)
    .execute()
}

export async function dropClaim(sql: Sql, instanceId: string, { route, key }: Key): Promise<void> {
  await sql
    .deleteFrom('idempotency')
    .where('instance_id', '=', instanceId)
    .where('route', '=', route)
    .where('key', '=', key)
    .execute()
}

/** Forgets claims made before `before`. */
export async function dropOldClaims(sql: Sql, before: number): Promise<void> {
  await sql.deleteFrom('idempotency').where('created_at', '<=', before).execute()
}
