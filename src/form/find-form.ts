import { problem } from '../kernel/errors.ts'
import type { Store } from '../platform/db/store.ts'
import type { AnswerDesk } from './answer-desk.ts'
import { cleanToken } from './domain/answer-field.ts'
import { type Form, findByMessage, findNewestByToken } from './store.ts'
import { findAnswer, findNewestAnswers } from './store-answers.ts'
import { viewForm } from './view.ts'

export interface FindFormDeps {
  store: Store
  answers: AnswerDesk
}

export interface FindForm {
  flowToken: string | undefined
  messageId: string | undefined
  /** How long to hold the call until an answer is there; 0: not at all. */
  waitMs: number
  hungUp: AbortSignal
}

/**
 * The form that a token (the newest with it) or a message id names, with the newest revisions of its answer.
 * @throws form_key_required, form_not_found
 */
export async function findForm(deps: FindFormDeps, instanceId: string, wanted: FindForm) {
  const form = await lookUp(deps, instanceId, wanted)
  if (form.answer_count > 0 || wanted.waitMs === 0) return show(deps, form)
  const enough = new AbortController()
  const answered = deps.answers.wait(form.id, wanted.waitMs, AbortSignal.any([wanted.hungUp, enough.signal]))
  const sameForm = { ...wanted, messageId: form.message_id }
  // The answer may have been stored between the first look and the wait.
  const again = await lookUp(deps, instanceId, sameForm)
  if (again.answer_count > 0) enough.abort()
  await answered
  return show(deps, await lookUp(deps, instanceId, sameForm))
}

async function lookUp(deps: FindFormDeps, instanceId: string, wanted: FindForm): Promise<Form> {
  const { flowToken, messageId } = wanted
  if (flowToken === undefined && messageId === undefined) throw problem('form_key_required')
  const form =
    messageId === undefined
      ? await findNewestByToken(deps.store.read, instanceId, cleanToken(flowToken) ?? '')
      : await findByMessage(deps.store.read, instanceId, messageId)
  if (!form) throw problem('form_not_found')
  return form
}

async function show(deps: FindFormDeps, form: Form) {
  const { read } = deps.store
  const revisions = await findNewestAnswers(read, form.id)
  const latest = form.latest_answer_id === null ? null : await findAnswer(read, form.latest_answer_id)
  return viewForm(form, latest, revisions)
}
