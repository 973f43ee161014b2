import type { Sql } from '../platform/db/store.ts'
import { type Form, insertForm } from './store.ts'
import { type Answer, insertAnswer } from './store-answers.ts'

/** An id as ours are: it sorts by its number. */
export function idOf(kind: 'frm' | 'ans', number: number): string {
  return `${kind}_${String(number).padStart(20, '0')}`
}

/** A form that went to Ana, as one that was sent. */
export function formRow(instanceId: string, number: number, changed: Partial<Form> = {}): Form {
  return {
    id: idOf('frm', number),
    instance_id: instanceId,
    message_id: `M${number}`,
    flow_token: null,
    form_type: 'custom',
    form_name: null,
    state: 'sent',
    late: 0,
    failure_code: null,
    failure_message: null,
    number: '5511911112222',
    chat_jid: '5511911112222@s.whatsapp.net',
    chat_lid: null,
    chat_type: 'private',
    message: '',
    button_label: null,
    source: 'api',
    fields: '[]',
    custom_fields: '[]',
    params: '{}',
    reply_text: null,
    created_at: number,
    sent_at: null,
    delivered_at: null,
    read_at: null,
    answered_at: null,
    failed_at: null,
    expires_at: null,
    answer_count: 0,
    latest_answer_id: null,
    ...changed,
  }
}

export function answerRow(instanceId: string, number: number, changed: Partial<Answer> = {}): Answer {
  return {
    id: idOf('ans', number),
    instance_id: instanceId,
    form_id: null,
    chat_key: 'c',
    message_id: `A${number}`,
    revision: 1,
    at: number,
    from_jid: null,
    from_lid: null,
    from_name: null,
    matched_by: null,
    late: 0,
    answers: null,
    raw: '{}',
    reason: null,
    quoted_message_id: null,
    flow_token: null,
    erased: 0,
    name_key: null,
    email_key: null,
    document_key: null,
    ...changed,
  }
}

/** Inserts many rows, some hundred at a time. */
export async function insertRows(sql: Sql, forms: readonly Form[], answers: readonly Answer[] = []): Promise<void> {
  if (forms.length < 100) for (const form of forms) await insertForm(sql, form)
  else for (const some of chunks(forms)) await sql.insertInto('form').values(some).execute()
  if (answers.length < 100) for (const answer of answers) await insertAnswer(sql, answer)
  else for (const some of chunks(answers)) await sql.insertInto('answer').values(some).execute()
}

function chunks<Row>(rows: readonly Row[]): Row[][] {
  const size = 250
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, index) =>
    rows.slice(index * size, (index + 1) * size),
  )
}
