import { proto } from '@whiskeysockets/baileys'
import { levelsOf, readPlaintext } from './content.ts'

/**
 * What only our own phone may tell this device: history, app state keys, LID mappings, answers to its own requests.
 * From anybody else it is a forgery (CVE-2026-48063). Baileys drops some of them late and by type alone, after other
 * parts have acted on the same fields.
 */
const OWN_PHONE_ONLY = [
  'historySyncNotification',
  'appStateSyncKeyShare',
  'appStateSyncKeyRequest',
  'appStateFatalExceptionNotification',
  'initialSecurityNotificationSettingSync',
  'peerDataOperationRequestMessage',
  'peerDataOperationRequestResponseMessage',
  'lidMigrationMappingSyncMessage',
] as const satisfies readonly (keyof proto.Message.IProtocolMessage)[]

const { Type } = proto.Message.ProtocolMessage

/** The same by the type that it says to be of, whatever is in it. */
const OWN_PHONE_TYPES: ReadonlySet<unknown> = new Set([
  Type.HISTORY_SYNC_NOTIFICATION,
  Type.APP_STATE_SYNC_KEY_SHARE,
  Type.APP_STATE_SYNC_KEY_REQUEST,
  Type.APP_STATE_FATAL_EXCEPTION_NOTIFICATION,
  Type.INITIAL_SECURITY_NOTIFICATION_SETTING_SYNC,
  Type.PEER_DATA_OPERATION_REQUEST_MESSAGE,
  Type.PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE,
  Type.LID_MIGRATION_MAPPING_SYNC,
])

/**
 * Takes a decrypted, padded message from `isOurs` or a stranger and gives back what Baileys may see of it: the same
 * bytes, or an empty message when a stranger speaks as our phone, or wraps more than could be looked through. Bytes
 * that are no message pass: Baileys refuses them. Pure.
 */
export function shield(plaintext: Uint8Array, isOurs: boolean): Uint8Array {
  if (isOurs || !isForged(plaintext)) return plaintext
  return EMPTY_MESSAGE
}

/** No field, and one byte of padding that says so. */
export const EMPTY_MESSAGE = Uint8Array.of(1)

function isForged(plaintext: Uint8Array): boolean {
  let message: proto.Message
  try {
    message = readPlaintext(plaintext)
  } catch {
    return false
  }
  const levels = levelsOf(message)
  return (
    levels === null || levels.some(({ protocolMessage }) => protocolMessage != null && isOwnPhones(protocolMessage))
  )
}

function isOwnPhones(protocolMessage: proto.Message.IProtocolMessage): boolean {
  return OWN_PHONE_TYPES.has(protocolMessage.type) || OWN_PHONE_ONLY.some((name) => protocolMessage[name] != null)
}
