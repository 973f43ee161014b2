import { setImmediate as nextTurn } from 'node:timers/promises'
import { problem } from '../kernel/errors.ts'
import { blankMessage, type EraseMessageDeps, oneRoom, type Room } from '../message/index.ts'
import type { Store, Transaction } from '../platform/db/store.ts'
import type { Engine } from '../whatsapp/port.ts'
import { type Answer, findAnswer } from './store-answers.ts'
import { countColumns } from './store-columns.ts'
import { blankAnswer } from './store-erase.ts'

export interface EraseAnswerDeps extends EraseMessageDeps {
  store: Store
  forgetMessages: Engine['forgetMessages']
}

/**
 * Erases what an answer says from every copy of it; that there was one, and when, stays. Every step is done again when
 * it is called again, so that one which broke off in between is mended by repeating it.
 * @throws answer_not_found
 */
export async function eraseAnswer(deps: EraseAnswerDeps, instanceId: string, answerId: string): Promise<void> {
  const eraseSome = () =>
    deps.store.write(async (transaction) => {
      const answer = await findAnswer(transaction.sql, answerId)
      if (answer?.instance_id !== instanceId) throw problem('answer_not_found')
      const isWhole = await blankEverywhere(deps, transaction, answer, oneRoom())
      return { isWhole, messageId: answer.message_id }
    })
  let erased = await eraseSome()
  while (!erased.isWhole) {
    await nextTurn()
    erased = await eraseSome()
  }
  await deps.forgetMessages(instanceId, { messageIds: [erased.messageId] })
  await deps.store.purge()
}

/**
 * Blanks an answer with its message and its events, in one transaction. False: too many messages quote it for that; it
 * stays until another transaction has gone on.
 */
export async function blankEverywhere(
  deps: EraseMessageDeps,
  transaction: Transaction,
  answer: Answer,
  room: Room,
): Promise<boolean> {
  if (!(await blankMessage(deps, transaction, answer, room))) return false
  // Of one that is blank already there are none to count.
  if (answer.form_id !== null) await countColumns(transaction.sql, answer, -1)
  await blankAnswer(transaction.sql, answer)
  return true
}
