import { createFieldReader, insistRead, type Warning } from '../kernel/field-reader.ts'
import type { Line, LinkPreview, OutgoingContent } from '../whatsapp/port.ts'
import { addressSend, type Sender } from './address-send.ts'
import { askLine } from './ask-line.ts'
import { type DispatchDeps, dispatch } from './dispatch.ts'
import { readSendFields } from './domain/send-fields.ts'
import { mentionsIn, readTextFields, type TextFields } from './domain/text-input.ts'
import type { OnceDesk, Outcome } from './once.ts'
import type { Recipient, ResolveRecipientDeps } from './resolve-recipient.ts'
import type { SendText } from './schema.ts'
import { sendReply } from './schema-reply.ts'
import type { SendCall } from './send-call.ts'

export interface SendTextDeps extends DispatchDeps, ResolveRecipientDeps {
  once: OnceDesk
  /** The open line of an instance. @throws instance_not_connected */
  connectedLine(instanceId: string): Line
  /** What the page says of itself that a text links to; null when there is none, or it says nothing. */
  fetchPreview(text: string): Promise<LinkPreview | null>
}

/**
 * Sends a text.
 * @throws number_required, message_required, request_invalid, idempotency_mismatch, instance_not_connected,
 * number_invalid, reply_message_not_found, reply_other_instance, private_reply_failed, send_failed
 */
export async function sendText(deps: SendTextDeps, sender: Sender, input: SendText, call: SendCall): Promise<Outcome> {
  const reader = createFieldReader()
  const shared = readSendFields(reader, input)
  const text = insistRead(reader, readTextFields(reader, input))
  return deps.once.run(sender.id, call, {
    async work(claim) {
      const line = deps.connectedLine(sender.id)
      const addressed = await addressSend(deps, line, sender, shared)
      const mentions = await findMentions(line, sender, addressed.recipient, text)
      const preview = text.linkPreview ? await deps.fetchPreview(text.message) : null
      const content: OutgoingContent = { type: 'text', text: text.message, mentions, preview }
      const parcel = { ...shared, ...addressed, content, type: 'text', text: text.message, alongside: claim }
      const message = await dispatch(deps, line, sender, parcel, call)
      return sendReply(message, { mentions, warnings: warningsOf(text, addressed.recipient, preview) })
    },
    recall: async (message) => sendReply(message, { warnings: [] }),
  })
}

async function findMentions(
  line: Line,
  { numberJid, numberLid }: Sender,
  { jid, chat }: Recipient,
  text: TextFields,
): Promise<string[]> {
  if (chat.type !== 'group' || (text.mention.length === 0 && !text.mentionAll)) return []
  const group = await askLine(line, () => line.group(jid))
  return mentionsIn(group?.members ?? [], { jid: numberJid, lid: numberLid }, text)
}

function warningsOf(text: TextFields, { chat }: Recipient, preview: LinkPreview | null): Warning[] {
  const warnings: Warning[] = []
  const isIgnored = chat.type === 'private'
  if (isIgnored && text.mention.length > 0) warnings.push({ field: 'mention', message: 'has an effect in groups only' })
  if (isIgnored && text.mentionAll) warnings.push({ field: 'mentionAll', message: 'has an effect in groups only' })
  if (text.linkPreview && preview === null) {
    warnings.push({ field: 'linkPreview', message: 'no page that a preview could be made of was found' })
  }
  return warnings
}
