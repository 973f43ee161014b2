import type { Sql } from '../platform/db/store.ts'
import type { Message } from './store.ts'

/** The messages with this id in one chat, which may be known by either address of a person. */
export async function findInChat(
  sql: Sql,
  instanceId: string,
  messageId: string,
  chat: { jid: string | null; lid: string | null },
): Promise<Message[]> {
  if (chat.jid === null && chat.lid === null) return []
  return sql
    .selectFrom('message')
    .selectAll()
    .where('instance_id', '=', instanceId)
    .where('message_id', '=', messageId)
    .where((where) =>
      where.or([
        ...(chat.jid === null ? [] : [where('chat_jid', '=', chat.jid)]),
        ...(chat.lid === null ? [] : [where('chat_lid', '=', chat.lid)]),
      ]),
    )
    .execute()
}

/** Replaces what a message says. `at`: when its author did so, which is kept of what came in. */
export async function replaceContent(
  sql: Sql,
  { id, direction, type, content, raw }: Pick<Message, 'id' | 'direction' | 'type' | 'content' | 'raw'>,
  at: number,
): Promise<void> {
  await sql
    .updateTable('message')
    .set({ type, content, raw, ...(direction === 'incoming' ? { sent_at: at } : {}) })
    .where('id', '=', id)
    .execute()
}
