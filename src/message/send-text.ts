import { createFieldReader, insistRead, type Warning } from '../kernel/field-reader.ts'
import type { Line, LinkPreview } from '../whatsapp/port.ts'
import type { Sender } from './address-send.ts'
import { askLine, NO_GROUP } from './ask-line.ts'
import { readSendFields } from './domain/send-fields.ts'
import { mentionsIn, readTextFields, type TextFields } from './domain/text-input.ts'
import type { Outcome } from './once.ts'
import type { Recipient } from './resolve-recipient.ts'
import type { SendText } from './schema.ts'
import type { SendCall } from './send-call.ts'
import { type SendMessageDeps, sendMessage } from './send-message.ts'

export interface SendTextDeps extends SendMessageDeps {
  /** What the page says of itself that a text links to; null when there is none, or it says nothing. */
  fetchPreview(text: string): Promise<LinkPreview | null>
}

/**
 * Sends a text.
 * @throws number_required, message_required, request_invalid; what `sendMessage` throws
 */
export async function sendText(deps: SendTextDeps, sender: Sender, input: SendText, call: SendCall): Promise<Outcome> {
  const reader = createFieldReader()
  const fields = readSendFields(reader, input)
  const text = insistRead(reader, readTextFields(reader, input))
  return sendMessage(deps, sender, fields, call, {
    type: 'text',
    text: text.message,
    async compose(line, recipient) {
      const mentions = await findMentions(deps, line, sender, recipient, text)
      const preview = text.linkPreview ? await deps.fetchPreview(text.message) : null
      return {
        content: { type: 'text', text: text.message, mentions, preview },
        extra: { mentions, warnings: warningsOf(text, recipient, preview) },
      }
    },
    recall: async () => ({ warnings: [] }),
  })
}

async function findMentions(
  deps: SendTextDeps,
  line: Line,
  { numberJid, numberLid }: Sender,
  { jid, chat }: Recipient,
  text: TextFields,
): Promise<string[]> {
  if (chat.type !== 'group' || (text.mention.length === 0 && !text.mentionAll)) return []
  const group = await askLine(deps, line, () => line.group(jid), NO_GROUP)
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
