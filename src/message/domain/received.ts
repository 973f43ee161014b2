import { storable } from '../../kernel/text.ts'
import type { IncomingContent } from '../../whatsapp/port.ts'

/** UTF-16 units of a message that are kept as its text: what WhatsApp's own clients let people write. */
export const LONGEST_CONTENT = 65_536

/** What stands as `type` for a message whose author took it back. */
export const REVOKED = 'revoked'

/** The word that callers know for what came in. Pure. */
export function typeOf(content: IncomingContent): string {
  switch (content.type) {
    case 'text':
      return 'text'
    case 'form_answer':
      return 'interactive_response'
    case 'other':
      return content.kind
    case 'edit':
      return typeOf(content.content)
    case 'revoke':
      return REVOKED
  }
}

/** The text of what came in, as it is kept. Pure. */
export function textOf(content: IncomingContent): string {
  switch (content.type) {
    case 'text':
    case 'other':
      return storable(content.text, LONGEST_CONTENT)
    case 'form_answer':
      return storable(content.body, LONGEST_CONTENT)
    case 'edit':
      return textOf(content.content)
    case 'revoke':
      return ''
  }
}
