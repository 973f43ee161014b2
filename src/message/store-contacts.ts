import type { Sql } from '../platform/db/store.ts'
import type { QueuedMessage } from './store.ts'

/** Whom a send is for, as far as it matters when it may go. */
export type Admitted = Pick<QueuedMessage, 'id' | 'instance_id' | 'chat_key' | 'chat_jid' | 'chat_lid'>

/** What was never exchanged with anybody: it waits, is on its way, or failed. */
const NOT_EXCHANGED = ['queued', 'sending', 'failed'] as const

/** Whether a message is the first that goes to a person, as far as is known here. Groups are known. */
export async function isFirstContact(
  sql: Sql,
  { id, instance_id, chat_key, chat_jid, chat_lid }: Admitted,
): Promise<boolean> {
  if (chat_key.endsWith('@g.us')) return false
  const keys = [...new Set([chat_key, chat_jid, chat_lid])].filter((key) => key !== null)
  const earlier = await sql
    .selectFrom('message')
    .select('id')
    .where('instance_id', '=', instance_id)
    .where('chat_key', 'in', keys)
    .where('state', 'not in', [...NOT_EXCHANGED])
    .where('id', '<>', id)
    .limit(1)
    .executeTakeFirst()
  return earlier === undefined
}
