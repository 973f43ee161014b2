import type { Clock } from '../kernel/clock.ts'
import { problem, problemWith } from '../kernel/errors.ts'
import { newId, newUuid, type Random } from '../kernel/id.ts'
import {
  type DispatchDeps,
  dispatch,
  type Message,
  type Recipient,
  type ResolveRecipientDeps,
  resolveRecipient,
  type Sender,
  type Warning,
} from '../message/index.ts'
import type { Line } from '../whatsapp/port.ts'
import { type ComposedForm, composeForm, type FormDefaults } from './domain/params.ts'
import type { SendForm } from './schema.ts'
import { type Form, insertForm } from './store.ts'

/** An instance as a sender of forms: its own labels and flow ids win over the server's. */
export interface FormSender extends Sender {
  settings: { buttonLabels: Partial<FormDefaults['buttonLabels']>; flowIds: Partial<FormDefaults['flowIds']> }
}

export interface SendFormDeps extends DispatchDeps, ResolveRecipientDeps {
  clock: Clock
  random: Random
  /** Labels and flow ids of the server's configuration. */
  formDefaults: Pick<FormDefaults, 'buttonLabels' | 'flowIds'>
  /** The open line of an instance. @throws instance_not_connected */
  connectedLine(instanceId: string): Line
}

export interface SentForm {
  message: Message
  flowToken: string | null
  warnings: Warning[]
}

/**
 * Sends a form and keeps what is needed to recognise its answer.
 * @throws number_required, message_required, request_invalid, instance_not_connected, number_invalid, send_failed
 */
export async function sendForm(deps: SendFormDeps, sender: FormSender, input: SendForm): Promise<SentForm> {
  const number = input.number ?? input.to
  if (number === undefined || number.trim() === '') throw problem('number_required')
  const form = compose(deps, sender, input)
  const line = deps.connectedLine(sender.id)
  const recipient = await resolveRecipient(deps, line, sender.id, number)
  const message = await dispatch(deps, line, sender, {
    recipient,
    content: form.interactive,
    type: 'interactive',
    text: form.interactive.body,
    source: input.source ?? 'api',
    alongside: (transaction, row) => insertForm(transaction.sql, rowOf(deps, form, recipient, row)),
  })
  return { message, flowToken: form.flowToken, warnings: form.warnings }
}

function compose(deps: SendFormDeps, sender: FormSender, input: SendForm): ComposedForm {
  const composed = composeForm(input, {
    buttonLabels: { ...deps.formDefaults.buttonLabels, ...sender.settings.buttonLabels },
    flowIds: { ...deps.formDefaults.flowIds, ...sender.settings.flowIds },
    flowToken: newUuid(deps.random),
  })
  if (composed.type === 'composed') return composed
  if (composed.problem === 'message_required') throw problem('message_required')
  const { path, detail } = composed
  throw problemWith({ details: [{ path, message: detail }] }, 'request_invalid', `${path} ${detail}`)
}

function rowOf(deps: SendFormDeps, form: ComposedForm, recipient: Recipient, message: Message): Form {
  return {
    id: newId('frm', deps.clock.now(), deps.random),
    instance_id: message.instance_id,
    message_id: message.message_id,
    flow_token: form.flowToken,
    form_type: form.formType,
    form_name: form.formName,
    state: 'sending',
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
    expires_at: null,
    answer_count: 0,
    latest_answer_id: null,
  }
}
