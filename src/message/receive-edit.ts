import { toIso } from '../kernel/clock.ts'
import { storable } from '../kernel/text.ts'
import type { Store } from '../platform/db/store.ts'
import type { Announce } from './change-state.ts'
import { exchangeOf } from './domain/exchange.ts'
import { type IncomingEdit, judgeEdit } from './domain/judge-edit.ts'
import { LONGEST_CONTENT, typeOf } from './domain/received.ts'
import { isUnwanted, type Wants } from './domain/unwanted.ts'
import { findInChat, replaceContent } from './store-edit.ts'

export interface ReceiveEditDeps {
  store: Pick<Store, 'write'>
  announce: Announce
  /** Counts what was dropped, for an operator to see. */
  note?: ((instanceId: string, incident: 'foreign_edit') => void) | undefined
}

/** The instance that it came to. */
interface Owner {
  id: string
  numberJid: string | null
  settings?: Wants
}

/**
 * Changes a message as its author wants it, and tells `message.exchange` under its id: `isEdit`, or of the type
 * `revoked` without content. What anybody else wants is dropped and counted, as is what names a message that is not
 * here, unless that was not wanted: an edit that comes before its message is lost. The same again changes nothing.
 * History is kept and not told.
 */
export async function receiveEdit(deps: ReceiveEditDeps, owner: Owner, edit: IncomingEdit): Promise<void> {
  await deps.store.write(async (transaction) => {
    const found = await findInChat(transaction.sql, owner.id, edit.content.messageId, edit.chat)
    if (found.length === 0 && isUnwanted(owner.settings, edit)) return
    const verdict = judgeEdit(edit, found)
    switch (verdict.type) {
      case 'nothing':
        return
      case 'foreign':
        return transaction.afterCommit(() => deps.note?.(owner.id, 'foreign_edit'))
      case 'change': {
        const isEdit = edit.content.type === 'edit'
        const at = edit.content.type === 'edit' ? edit.content.editedAt : edit.at
        const { content, raw } = verdict
        const message = { ...verdict.message, type: typeOf(edit.content), content, raw }
        await replaceContent(transaction.sql, message, at)
        if (edit.delivery === 'history') return
        const told = exchangeOf(message, owner.numberJid, storable(edit.quoted?.text ?? '', LONGEST_CONTENT), null)
        await deps.announce(transaction, {
          instanceId: owner.id,
          event: {
            type: 'message.exchange',
            data: { ...told, timestamp: toIso(at), message: { ...told.message, isEdit } },
          },
          orderKey: message.chat_key,
          messageId: message.message_id,
        })
      }
    }
  })
}
