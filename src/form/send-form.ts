import type { Clock } from '../kernel/clock.ts'
import { createFieldReader, insistRead } from '../kernel/field-reader.ts'
import { newId, newUuid, type Random } from '../kernel/id.ts'
import {
  type Message,
  type Outcome,
  type Recipient,
  readSendFields,
  type SendCall,
  type Sender,
  type SendMessageDeps,
  sendMessage,
} from '../message/index.ts'
import { keepForm } from './change-form.ts'
import { type ComposedForm, composeForm, type FormDefaults } from './domain/compose-form.ts'
import type { Expiry } from './expire-forms.ts'
import type { SendForm } from './schema.ts'
import { type Form, findByMessage } from './store.ts'

/** An instance as a sender of forms: its own labels and flow ids win over the server's. */
export interface FormSender extends Sender {
  settings: {
    buttonLabels: Partial<FormDefaults['buttonLabels']>
    flowIds: Partial<FormDefaults['flowIds']>
    minSendIntervalMs?: number
  }
}

export interface SendFormDeps extends SendMessageDeps {
  clock: Clock
  random: Random
  expiry: Pick<Expiry, 'mind'>
  /** Labels and flow ids of the server's configuration. */
  formDefaults: Pick<FormDefaults, 'buttonLabels' | 'flowIds'>
}

/**
 * Sends a form and keeps what is needed to recognise its answer.
 * @throws number_required, message_required, request_invalid; what `sendMessage` throws
 */
export async function sendForm(
  deps: SendFormDeps,
  sender: FormSender,
  input: SendForm,
  call: SendCall,
): Promise<Outcome> {
  const reader = createFieldReader()
  const fields = readSendFields(reader, input)
  const form = insistRead(reader, composeForm(reader, input, defaultsOf(deps, sender)))
  const { interactive, flowToken, warnings } = form
  return sendMessage(deps, sender, fields, call, {
    type: 'interactive',
    text: interactive.body,
    compose: async () => ({ content: interactive, extra: { flowToken, warnings } }),
    async alongside(transaction, message, recipient) {
      const row = rowOf(deps, form, recipient, message)
      await keepForm(transaction, row)
      // The time of one that waits begins when it goes out.
      if (row.state === 'sending') transaction.afterCommit(() => deps.expiry.mind(row.expires_at))
    },
    async recall(message) {
      const kept = await findByMessage(deps.store.read, sender.id, message.message_id)
      return { flowToken: kept?.flow_token ?? null, warnings }
    },
  })
}

function defaultsOf(deps: SendFormDeps, { settings }: FormSender): FormDefaults {
  return {
    buttonLabels: { ...deps.formDefaults.buttonLabels, ...settings.buttonLabels },
    flowIds: { ...deps.formDefaults.flowIds, ...settings.flowIds },
    flowToken: newUuid(deps.random),
  }
}

function rowOf(deps: SendFormDeps, form: ComposedForm, recipient: Recipient, message: Message): Form {
  const { expiresInSeconds } = form
  const leavesAt = message.due_at ?? message.created_at
  return {
    id: newId('frm', deps.clock.now(), deps.random),
    instance_id: message.instance_id,
    message_id: message.message_id,
    flow_token: form.flowToken,
    form_type: form.formType,
    form_name: form.formName,
    state: message.state === 'queued' ? 'queued' : 'sending',
    late: 0,
    failure_code: null,
    failure_message: null,
    number: recipient.number,
    chat_jid: message.chat_jid,
    chat_lid: message.chat_lid,
    chat_type: message.chat_type,
    message: form.interactive.body,
    button_label: form.buttonLabel,
    source: message.source,
    fields: JSON.stringify(form.fields),
    custom_fields: JSON.stringify(form.customFields),
    params: form.params,
    reply_text: form.replyText,
    created_at: message.created_at,
    sent_at: null,
    delivered_at: null,
    read_at: null,
    answered_at: null,
    failed_at: null,
    expires_at: expiresInSeconds === null ? null : leavesAt + expiresInSeconds * 1000,
    answer_count: 0,
    latest_answer_id: null,
  }
}
