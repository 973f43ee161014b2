import type { Store } from '../../platform/db/store.ts'
import type { Forgotten, IncomingMessage } from '../port.ts'
import { placeInInbox } from './inbox.ts'
import { decodeJson, encodeJson } from './key-codec.ts'
import type { Sealer } from './stored-keys.ts'

/**
 * Erases messages from an instance's inbox. It holds what is decrypted and not handled yet: few rows, mostly none. Of a
 * message that quotes an erased one the copy of that goes, the message itself is still to be told.
 */
export async function forgetMessages(
  { store, sealer }: { store: Store; sealer: Sealer },
  instanceId: string,
  { messageIds = [], addresses = [] }: Forgotten,
): Promise<void> {
  const erased = new Set(messageIds)
  const isForgotten = naming(new Set(addresses))
  const seqs = await store.read.selectFrom('inbox').select('seq').where('instance_id', '=', instanceId).execute()
  for (const { seq } of seqs) {
    const place = placeInInbox(instanceId, seq)
    await store.write(async ({ sql }) => {
      const row = await sql
        .selectFrom('inbox')
        .select('sealed')
        .where('instance_id', '=', instanceId)
        .where('seq', '=', seq)
        .executeTakeFirst()
      const message = row && (decodeJson(sealer.open(place, row.sealed)) as IncomingMessage)
      if (!message) return
      if (erased.has(message.messageId) || erased.has(namedBy(message)) || isForgotten(message)) {
        await sql.deleteFrom('inbox').where('instance_id', '=', instanceId).where('seq', '=', seq).execute()
      } else if (message.quoted && erased.has(message.quoted.messageId)) {
        const raw = new Uint8Array()
        const content = message.content.type === 'edit' ? { ...message.content, raw } : message.content
        const rest = { ...message, content, raw, quoted: { ...message.quoted, text: '' } }
        const sealed = sealer.seal(place, encodeJson(rest))
        await sql
          .updateTable('inbox')
          .set({ sealed })
          .where('instance_id', '=', instanceId)
          .where('seq', '=', seq)
          .execute()
      }
    })
  }
}

/** The message that an edit or a revoke is about. */
function namedBy({ content }: IncomingMessage): string {
  return content.type === 'edit' || content.type === 'revoke' ? content.messageId : ''
}

/** Whether the private chat of a message, or its sender, is one of these. */
function naming(addresses: ReadonlySet<string>): (message: IncomingMessage) => boolean {
  const has = ({ jid, lid }: { jid: string | null; lid: string | null }) =>
    (jid !== null && addresses.has(jid)) || (lid !== null && addresses.has(lid))
  return ({ chat, sender }) => (chat.type === 'private' && has(chat)) || has(sender)
}
