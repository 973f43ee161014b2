import type { StateChange } from '../message/index.ts'
import type { Sql, Transaction } from '../platform/db/store.ts'
import { type CountedForm, changeOfMeasures, hourOf, type Measure } from './domain/measures.ts'
import { type Form, insertForm, updateForm } from './store.ts'
import { type Answer, findAnswer } from './store-answers.ts'
import { addCounts, type CountChange, type CountKey } from './store-counts.ts'

/** Keeps a new form, and counts it. */
export async function keepForm(transaction: Transaction, form: Form): Promise<void> {
  await insertForm(transaction.sql, form)
  count(transaction, null, form)
}

/** Moves a form on with its message. Returns it as it is now. */
export function moveForm(transaction: Transaction, form: Form, { state, at, failure }: StateChange): Promise<Form> {
  return change(transaction, form, {
    state,
    ...timeOf(state, at),
    ...(state === 'failed' ? { failed_at: at } : {}),
    ...(failure ? { failure_code: failure.code, failure_message: failure.message } : {}),
  })
}

/** Keeps when a receipt came that moves the form no more, for it has expired or was answered before. */
export async function noteReceipt(transaction: Transaction, form: Form, { state, at }: StateChange): Promise<void> {
  const time = timeOf(state, at)
  const [column] = Object.keys(time) as (keyof typeof time)[]
  if (column && form[column] === null) await change(transaction, form, time)
}

function timeOf(state: StateChange['state'], at: number): Partial<Pick<Form, 'sent_at' | 'delivered_at' | 'read_at'>> {
  switch (state) {
    case 'sent':
      return { sent_at: at }
    case 'delivered':
      return { delivered_at: at }
    case 'read':
      return { read_at: at }
    default:
      return {}
  }
}

/**
 * Makes a form `answered`. The first answer's time stays; `isLate` is for a form whose first answer this is. The latest
 * is the one that was written last: history, and messages kept offline, come in another order. Returns the form as it is
 * now.
 */
export async function answerForm(transaction: Transaction, form: Form, answer: Answer, isLate: boolean): Promise<Form> {
  // WhatsApp tells whole seconds: an answer shall not seem to come before its form.
  const at = Math.max(answer.at, form.created_at)
  const changed = {
    state: 'answered' as const,
    late: form.answered_at === null && isLate ? 1 : form.late,
    answered_at: form.answered_at ?? at,
    latest_answer_id: (await isLatest(transaction.sql, form, answer)) ? answer.id : form.latest_answer_id,
    answer_count: form.answer_count + 1,
  }
  return change(transaction, form, changed, [keyOf(form, at), new Map<Measure, number>([['answers', 1]])])
}

async function isLatest(sql: Sql, { latest_answer_id: id }: Form, answer: Answer): Promise<boolean> {
  const latest = id === null ? null : await findAnswer(sql, id)
  return latest === null || answer.at >= latest.at
}

async function change(
  transaction: Transaction,
  form: Form,
  changed: Partial<Form>,
  ...others: CountChange[]
): Promise<Form> {
  const after = { ...form, ...changed }
  await updateForm(transaction.sql, form.id, changed)
  count(transaction, form, after, ...others)
  return after
}

/** Forms are counted in the hour in which they were made, whatever becomes of them when. */
function count(transaction: Transaction, before: Form | null, after: Form, ...others: CountChange[]): void {
  const measures = changeOfMeasures(before && counted(before), counted(after))
  addCounts(transaction, [[keyOf(after, after.created_at), measures], ...others])
}

function keyOf(form: Form, at: number): CountKey {
  return {
    instance_id: form.instance_id,
    hour: hourOf(at),
    source: form.source,
    form_type: form.form_type,
    form_name: form.form_name ?? '',
  }
}

function counted(form: Form): CountedForm {
  return {
    state: form.state,
    failureCode: form.failure_code,
    createdAt: form.created_at,
    sentAt: form.sent_at,
    deliveredAt: form.delivered_at,
    readAt: form.read_at,
    answeredAt: form.answered_at,
  }
}
