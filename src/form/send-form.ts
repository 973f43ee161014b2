import type { Clock } from '../kernel/clock.ts'
import { createFieldReader, insistRead } from '../kernel/field-reader.ts'
import { newId, newUuid, type Random } from '../kernel/id.ts'
import {
  addressSend,
  type DispatchDeps,
  dispatch,
  type Message,
  type OnceDesk,
  type Outcome,
  type Recipient,
  type ResolveRecipientDeps,
  readSendFields,
  type SendCall,
  type Sender,
  sendReply,
} from '../message/index.ts'
import type { Line } from '../whatsapp/port.ts'
import { type ComposedForm, composeForm, type FormDefaults } from './domain/params.ts'
import type { Expiry } from './expire-forms.ts'
import type { SendForm } from './schema.ts'
import { type Form, findByMessage, insertForm } from './store.ts'

/** An instance as a sender of forms: its own labels and flow ids win over the server's. */
export interface FormSender extends Sender {
  settings: { buttonLabels: Partial<FormDefaults['buttonLabels']>; flowIds: Partial<FormDefaults['flowIds']> }
}

export interface SendFormDeps extends DispatchDeps, ResolveRecipientDeps {
  clock: Clock
  random: Random
  once: OnceDesk
  expiry: Pick<Expiry, 'mind'>
  /** Labels and flow ids of the server's configuration. */
  formDefaults: Pick<FormDefaults, 'buttonLabels' | 'flowIds'>
  /** The open line of an instance. @throws instance_not_connected */
  connectedLine(instanceId: string): Line
}

/**
 * Sends a form and keeps what is needed to recognise its answer.
 * @throws number_required, message_required, request_invalid, idempotency_mismatch, instance_not_connected,
 * number_invalid, reply_message_not_found, reply_other_instance, private_reply_failed, send_failed
 */
export async function sendForm(
  deps: SendFormDeps,
  sender: FormSender,
  input: SendForm,
  call: SendCall,
): Promise<Outcome> {
  const reader = createFieldReader()
  const shared = readSendFields(reader, input)
  const form = insistRead(reader, composeForm(reader, input, defaultsOf(deps, sender)))
  return deps.once.run(sender.id, call, {
    async work(claim) {
      const line = deps.connectedLine(sender.id)
      const addressed = await addressSend(deps, line, sender, shared)
      const parcel = {
        ...shared,
        ...addressed,
        content: form.interactive,
        type: 'interactive',
        text: form.interactive.body,
        alongside: async (...[transaction, message]: Parameters<typeof claim>) => {
          const row = rowOf(deps, form, addressed.recipient, message)
          await insertForm(transaction.sql, row)
          await claim(transaction, message)
          // The time of one that waits begins when it goes out.
          if (row.state === 'sending') transaction.afterCommit(() => deps.expiry.mind(row.expires_at))
        },
      }
      const message = await dispatch(deps, line, sender, parcel, call)
      return sendReply(message, { flowToken: form.flowToken, warnings: form.warnings })
    },
    async recall(message) {
      const kept = await findByMessage(deps.store.read, sender.id, message.message_id)
      return sendReply(message, { flowToken: kept?.flow_token ?? null, warnings: form.warnings })
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
