import { proto, type WAMessage } from '@whiskeysockets/baileys'
import { unwrap } from './content.ts'

/** The messages that our own phone gives when it was asked for them, because WhatsApp had no content for us. Pure. */
export function resentIn(message: proto.IMessage): WAMessage[] {
  const response = unwrap(message)?.protocolMessage?.peerDataOperationRequestResponseMessage
  return (response?.peerDataOperationResult ?? []).flatMap(({ placeholderMessageResendResponse: resent }) => {
    try {
      const whole = resent?.webMessageInfoBytes && proto.WebMessageInfo.decode(resent.webMessageInfoBytes)
      return whole?.key ? [{ ...whole, key: whole.key }] : []
    } catch {
      return []
    }
  })
}
