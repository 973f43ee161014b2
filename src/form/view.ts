import { toIso } from '../kernel/clock.ts'
import type { Form } from './store.ts'
import type { Answer, Reading } from './store-answers.ts'

/** A form as callers see it. Pure. */
export function viewForm(form: Form, latest: Reading | null, revisions?: readonly Answer[]) {
  return {
    id: form.id,
    messageId: form.message_id,
    flowToken: form.flow_token,
    formType: form.form_type,
    formName: form.form_name,
    state: form.state,
    late: form.late === 1,
    failure: failureOf(form),
    number: form.number,
    chat: { jid: form.chat_jid, lid: form.chat_lid, type: form.chat_type },
    message: form.message,
    buttonLabel: form.button_label,
    source: form.source,
    fields: JSON.parse(form.fields) as string[],
    customFields: JSON.parse(form.custom_fields) as { label: string; helperText?: string }[],
    createdAt: toIso(form.created_at),
    sentAt: toIso(form.sent_at),
    deliveredAt: toIso(form.delivered_at),
    readAt: toIso(form.read_at),
    answeredAt: toIso(form.answered_at),
    failedAt: form.state === 'failed' ? toIso(form.failed_at) : null,
    expiresAt: toIso(form.expires_at),
    answers: latest === null ? null : typedOf(latest),
    answerCount: form.answer_count,
    ...(revisions ? { revisions: revisions.map(viewAnswer) } : {}),
  }
}

/** A form that failed and arrived after all is told as if it never had. */
function failureOf({ state, failure_code: code, failure_message: message }: Form) {
  return state === 'failed' && code !== null ? { code, message: message ?? '' } : null
}

/** An answer as callers see it. Pure. */
export function viewAnswer(answer: Answer) {
  return {
    id: answer.id,
    messageId: answer.message_id,
    revision: answer.revision,
    at: toIso(answer.at),
    from: { jid: answer.from_jid, lid: answer.from_lid, name: answer.from_name },
    matchedBy: answer.matched_by,
    late: answer.late === 1,
    answers: typedOf(answer),
    raw: answer.raw,
    erased: answer.erased === 1,
  }
}

function typedOf(answer: Reading): Record<string, unknown> | null {
  return answer.answers === null ? null : (JSON.parse(answer.answers) as Record<string, unknown>)
}
