import { searchKeys } from '../../src/form/domain/search.ts'
import type { Form } from '../../src/form/store.ts'
import type { Answer } from '../../src/form/store-answers.ts'
import { newId, newMessageId } from '../../src/kernel/id.ts'
import type { Chance } from './chance.ts'
import { inventReading } from './invent-person.ts'

/** The answer that made a form `answered`. */
export function inventAnswer(chance: Chance, form: Form, at: number): Answer {
  const typed = inventReading(chance, form.number)
  const keys = searchKeys(typed)
  const message = {
    flow_token: form.flow_token,
    full_name: typed.fullName,
    phone_number: typed.phoneNumber?.raw,
    email: typed.email?.value,
    cpf_or_cnpj: typed.cpfOrCnpj?.formatted,
    response_message: JSON.stringify({ version: 1, response: [], screens: [] }),
  }
  return {
    id: newId('ans', at, chance),
    instance_id: form.instance_id,
    form_id: form.id,
    chat_key: form.chat_jid ?? form.number,
    message_id: newMessageId(chance),
    revision: 1,
    at,
    from_jid: form.chat_jid,
    from_lid: form.chat_lid,
    from_name: typed.fullName ?? null,
    matched_by: 'token',
    late: 0,
    answers: JSON.stringify(typed),
    raw: JSON.stringify(message),
    reason: null,
    quoted_message_id: form.message_id,
    flow_token: form.flow_token,
    erased: 0,
    name_key: keys.name,
    email_key: keys.email,
    document_key: keys.document,
  }
}

/** An answer that names no form of ours, in the place of one that did. */
export function inventStray(chance: Chance, form: Form, at: number): Answer {
  const answer = inventAnswer(chance, form, at)
  const quoted = newMessageId(chance)
  return {
    ...answer,
    form_id: null,
    matched_by: null,
    reason: 'unknown_form',
    flow_token: null,
    quoted_message_id: quoted,
  }
}
