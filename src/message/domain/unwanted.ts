import type { IncomingMessage } from '../../whatsapp/port.ts'

/** What an instance says about the messages that it wants. */
export interface Wants {
  ignoreGroupMessages?: boolean
}

/**
 * Whether a message is neither kept nor told. What submits a form never is: whether it belongs to a form of ours may only
 * be known when the other address of its sender is learned. Pure.
 */
export function isUnwanted(wants: Wants | undefined, { chat, content }: Pick<IncomingMessage, 'chat' | 'content'>) {
  return chat.type === 'group' && wants?.ignoreGroupMessages === true && content.type !== 'form_answer'
}
