import { proto } from '@whiskeysockets/baileys'
import { webMessage } from './past.ts'
import type { Memory } from './record.ts'

const { PLACEHOLDER_MESSAGE_RESEND } = proto.Message.PeerDataOperationRequestType
const { PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE } = proto.Message.ProtocolMessage.Type

/**
 * What a phone answers a companion that asks for messages which it was given without content: those that it has. Null
 * when nothing is asked. Pure.
 */
export function resendFor(request: proto.IMessage, stanzaId: string, memory: Memory): proto.IMessage | null {
  const asked = request.protocolMessage?.peerDataOperationRequestMessage
  if (asked?.peerDataOperationRequestType !== PLACEHOLDER_MESSAGE_RESEND) return null
  const peerDataOperationResult = (asked.placeholderMessageResendRequest ?? []).flatMap(({ messageKey }) => {
    const known = memory.find(messageKey?.id ?? '')
    if (!known) return []
    const webMessageInfoBytes = proto.WebMessageInfo.encode(webMessage(known, known.chat)).finish()
    return [{ placeholderMessageResendResponse: { webMessageInfoBytes } }]
  })
  return {
    protocolMessage: {
      type: PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE,
      peerDataOperationRequestResponseMessage: {
        peerDataOperationRequestType: PLACEHOLDER_MESSAGE_RESEND,
        stanzaId,
        peerDataOperationResult,
      },
    },
  }
}
